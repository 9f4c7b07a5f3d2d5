package io.ninerouter.gateway.http;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.limits.Standing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells callers how they stand against their limits, as their dialect's own server does: {@code anthropic-ratelimit-*} with a
 * moment for Anthropic's (platform.claude.com/docs/en/api/rate-limits), {@code x-ratelimit-*} with a duration for the others
 * (developers.openai.com/api/docs/guides/rate-limits). Stateless.
 */
final class LimitHeaders {
    /** Beginnings of the names that a provider tells its own limits by: they are not the caller's. */
    static final String[] OF_PROVIDERS = {"x-ratelimit-", "anthropic-ratelimit-"};

    private LimitHeaders() {}

    static void tell(BiConsumer<String, String> headers, Standing standing, Dialect dialect, long nowMillis) {
        tell(headers, "requests", standing.requests(), dialect, nowMillis);
        tell(headers, "tokens", standing.tokens(), dialect, nowMillis);
    }

    private static void tell(
            BiConsumer<String, String> headers,
            String what,
            Standing.@Nullable Window window,
            Dialect dialect,
            long nowMillis) {
        if (window == null) {
            return;
        }
        String limit = Long.toString(window.limit());
        String remaining = Long.toString(window.remaining());
        if (dialect == Dialect.ANTHROPIC) {
            String name = "anthropic-ratelimit-" + what;
            headers.accept(name + "-limit", limit);
            headers.accept(name + "-remaining", remaining);
            headers.accept(name + "-reset", moment(nowMillis + window.resetMillis()));
        } else {
            headers.accept("x-ratelimit-limit-" + what, limit);
            headers.accept("x-ratelimit-remaining-" + what, remaining);
            headers.accept("x-ratelimit-reset-" + what, duration(window.resetMillis()));
        }
    }

    private static String moment(long millis) {
        return Instant.ofEpochMilli(millis + 999)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
    }

    /** Such as {@code 120ms}, {@code 7.2s} and {@code 6m0s}. */
    static String duration(long millis) {
        if (millis < 1_000) {
            return millis + "ms";
        }
        long minutes = millis / 60_000;
        double seconds = millis % 60_000 / 1_000.0;
        String rest = seconds == Math.rint(seconds)
                ? Long.toString((long) seconds)
                : String.format(Locale.ROOT, "%.3f", seconds).replaceAll("0+$", "");
        return minutes == 0 ? rest + "s" : minutes + "m" + rest + "s";
    }
}
