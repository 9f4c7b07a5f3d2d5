package io.ninerouter.gateway.health;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads the {@code Retry-After} header (RFC 9110, 10.2.3) as providers send it. Stateless. */
public final class RetryAfter {
    private static final long MAX = Duration.ofDays(31).toMillis();
    private static final int MAX_CHARACTERS = 64;

    private RetryAfter() {}

    /**
     * The delay that a header asks for.
     *
     * @param value seconds (whole, or with a fraction as some providers send) or an HTTP date; null or anything else gives
     *     null
     * @return milliseconds from now, at least 0, at most 31 days
     */
    public static @Nullable Long parse(@Nullable String value, long nowMillis) {
        String text = value == null ? "" : value.strip();
        if (text.isEmpty() || text.length() > MAX_CHARACTERS) {
            return null;
        }
        Long millis = Character.isDigit(text.charAt(0)) ? seconds(text) : date(text, nowMillis);
        return millis == null ? null : Math.clamp(millis, 0, MAX);
    }

    private static @Nullable Long seconds(String text) {
        try {
            return (long) Math.ceil(Math.min(Double.parseDouble(text), (double) MAX) * 1_000);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Long date(String text, long nowMillis) {
        try {
            long at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant()
                    .toEpochMilli();
            return at - nowMillis;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
