package io.ninerouter.gateway.chat;

import io.ninerouter.config.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * What only the model that wrote it can read: the signature of a thought, a redacted thought, encrypted reasoning. It goes
 * back to the dialect and model family that it came from, byte for byte, and to nobody else; it is never made up.
 *
 * @param kind what it is
 * @param data opaque text
 * @param origin the dialect it was received in
 * @param family family of the model that wrote it, as {@link ModelFamily#of} names it; null = the client did not say
 */
public record Seal(
        Kind kind, String data, Dialect origin, @Nullable String family) {

    /** Whether a model of {@code targetFamily}, spoken to in {@code dialect}, can be given this. */
    public boolean fits(Dialect dialect, String targetFamily) {
        return origin == dialect && (family == null || family.equals(targetFamily));
    }

    /** Kinds of seal. */
    public enum Kind {
        /** Vouches for readable text or for a tool call: Anthropic's and Gemini's signatures. */
        SIGNATURE,
        /** Stands in for text that was withheld: Anthropic's {@code redacted_thinking}. */
        REDACTED,
        /** Holds the reasoning itself: {@code encrypted_content} of Responses. */
        ENCRYPTED
    }
}
