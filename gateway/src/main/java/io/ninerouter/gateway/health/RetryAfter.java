package io.ninerouter.gateway.health;

import org.jspecify.annotations.Nullable;

/** Reads the {@code Retry-After} header. */
@SuppressWarnings("DoNotCallSuggester")
public final class RetryAfter {
    private RetryAfter() {}

    /**
     * The delay that a header asks for.
     *
     * @param value seconds (whole or with a fraction) or an HTTP date; null or anything else gives null
     * @return milliseconds from now, at least 0, at most 31 days
     */
    public static @Nullable Long parse(@Nullable String value, long nowMillis) {
        throw new UnsupportedOperationException("not built yet");
    }
}
