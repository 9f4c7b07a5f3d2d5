package io.ninerouter.config;

import java.util.List;

/**
 * Where the parts of a document are that one Secret cannot hold. A reader uses them all or none: a part whose digest differs
 * belongs to another document, and a newer index is on its way.
 *
 * @param format {@link #FORMAT} of the writer; a reader refuses one that it does not know
 * @param parts in the order of their content
 */
public record PartIndex(int format, List<Part> parts) {
    /** The format that this release writes, and the newest that it reads. */
    public static final int FORMAT = 2;

    public PartIndex {
        parts = Copies.list(parts);
    }

    /**
     * One part.
     *
     * @param secret the Secret that holds it, in the same namespace
     * @param digest {@link ConfigCodec#dataDigest} of that Secret's data
     */
    public record Part(String secret, String digest) {
        public Part {
            Checks.text("secret", secret);
            Checks.text("digest", digest);
        }
    }
}
