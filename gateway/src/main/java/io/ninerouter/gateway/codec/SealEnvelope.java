package io.ninerouter.gateway.codec;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Seal;
import org.jspecify.annotations.Nullable;

/**
 * Carries a seal through a client of another dialect. Clients send signatures back as they got them; one that was wrapped
 * says where it came from, so that it can go back there, and only there, when the conversation goes on.
 *
 * <p>Form: {@code nr1.<dialect>.<kind>.<family>.<data>}. A seal without that prefix is the client's own dialect's.
 */
public final class SealEnvelope {
    private static final String PREFIX = "nr1.";

    private SealEnvelope() {}

    /** The seal as text for a client: bare when the client's dialect is its own, wrapped otherwise. */
    public static String wrap(Seal seal, Dialect client) {
        if (seal.origin() == client) {
            return seal.data();
        }
        String family = seal.family() == null ? "" : seal.family().replace('.', '_');
        return PREFIX + seal.origin().name() + '.' + seal.kind().name() + '.' + family + '.' + seal.data();
    }

    /** The seal in what a client sent back; one that was not wrapped is of {@code kind} and the client's dialect. */
    public static Seal open(String text, Seal.Kind kind, Dialect client) {
        Seal wrapped = unwrap(text);
        return wrapped == null ? new Seal(kind, text, client, null) : wrapped;
    }

    /** The seal in a wrapped one; null when it is none. */
    public static @Nullable Seal unwrap(String text) {
        if (!text.startsWith(PREFIX)) {
            return null;
        }
        String[] fields = text.substring(PREFIX.length()).split("\\.", 4);
        if (fields.length != 4) {
            return null;
        }
        try {
            return new Seal(
                    Seal.Kind.valueOf(fields[1]),
                    fields[3],
                    Dialect.valueOf(fields[0]),
                    fields[2].isEmpty() ? null : fields[2]);
        } catch (IllegalArgumentException e) {
            // Another release wrapped it: nobody here can use it, and it is not the client's own.
            return new Seal(Seal.Kind.REDACTED, "", Dialect.OPENAI_CHAT, "unknown");
        }
    }
}
