package io.ninerouter.gateway.health;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads every form in which providers say when to come back: the {@code Retry-After} header (RFC 9110, 10.2.3) and its
 * relatives. Each method gives milliseconds from now, at least 0, at most 31 days, rounded up; null for anything else.
 * Stateless.
 */
public final class RetryAfter {
    private static final long MAX = Duration.ofDays(31).toMillis();
    private static final int MAX_CHARACTERS = 64;

    /** Numbers from here on count from 1970, in seconds: the year 2001. */
    private static final double EPOCH_SECONDS = 1e9;

    /** Numbers from here on count from 1970, in milliseconds. */
    private static final double EPOCH_MILLIS = 1e11;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,20}(\\.\\d{1,20})?");
    private static final Pattern UNITS = Pattern.compile(
            "(\\d{1,15}(?:\\.\\d{1,20})?)\\s?(ms|milliseconds?|d|days?|h|hours?|m|min|minutes?|s|sec|seconds?)"
                    + "(?![a-z])[,\\s]{0,2}");

    private RetryAfter() {}

    /** Seconds (whole, or with a fraction as some providers send) or an HTTP date. */
    public static @Nullable Long parse(@Nullable String value, long nowMillis) {
        String text = bounded(value);
        if (text.isEmpty()) {
            return null;
        }
        return Character.isDigit(text.charAt(0)) ? number(text, 1_000) : httpDate(text, nowMillis);
    }

    /** Milliseconds, as in {@code retry-after-ms}. */
    static @Nullable Long millis(@Nullable String value) {
        return number(bounded(value), 1);
    }

    /**
     * When a limit is reset: a span ({@code 6m0s}, {@code 20ms}), seconds, an epoch in seconds or milliseconds, an RFC 3339
     * moment or an HTTP date.
     */
    static @Nullable Long reset(@Nullable String value, long nowMillis) {
        String text = bounded(value);
        if (text.isEmpty()) {
            return null;
        }
        if (NUMBER.matcher(text).matches()) {
            return epochOrSeconds(Double.parseDouble(text), nowMillis);
        }
        Long span = span(text);
        if (span != null) {
            return span;
        }
        Long moment = rfc3339(text, nowMillis);
        return moment != null ? moment : httpDate(text, nowMillis);
    }

    /** A span of units from days to milliseconds: {@code 1h2m3s}, {@code 3.5s}, {@code 5 minutes}. */
    static @Nullable Long span(String text) {
        return units(text.strip(), true);
    }

    /** The same at the beginning of a text that goes on. */
    static @Nullable Long leadingSpan(String text) {
        return units(text, false);
    }

    private static @Nullable Long units(String text, boolean all) {
        Matcher unit = UNITS.matcher(text);
        int end = 0;
        double millis = 0;
        while (unit.lookingAt()) {
            millis += Double.parseDouble(unit.group(1)) * millisOf(unit.group(2));
            end = unit.end();
            unit.region(end, text.length());
        }
        return end > 0 && (!all || end == text.length()) ? clamp(millis) : null;
    }

    /** A number of seconds: from now, or from 1970 when it is as large as that. */
    static Long epochOrSeconds(double number, long nowMillis) {
        if (number >= EPOCH_MILLIS) {
            return clamp(number - nowMillis);
        }
        return clamp(number >= EPOCH_SECONDS ? number * 1_000 - nowMillis : number * 1_000);
    }

    private static long millisOf(String unit) {
        if (unit.startsWith("ms") || unit.startsWith("mil")) {
            return 1;
        }
        return switch (unit.charAt(0)) {
            case 'd' -> 86_400_000;
            case 'h' -> 3_600_000;
            case 'm' -> 60_000;
            default -> 1_000;
        };
    }

    private static String bounded(@Nullable String value) {
        String text = value == null ? "" : value.strip();
        return text.length() > MAX_CHARACTERS ? "" : text;
    }

    private static @Nullable Long number(String text, long factor) {
        return NUMBER.matcher(text).matches() ? clamp(Double.parseDouble(text) * factor) : null;
    }

    private static @Nullable Long httpDate(String text, long nowMillis) {
        try {
            long at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant()
                    .toEpochMilli();
            return clamp((double) (at - nowMillis));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Long rfc3339(String text, long nowMillis) {
        try {
            return clamp((double) (OffsetDateTime.parse(text).toInstant().toEpochMilli() - nowMillis));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Long clamp(double millis) {
        // A billionth is what is left of 1.1 * 1000.
        return (long) Math.ceil(Math.clamp(millis - 1e-6, 0, (double) MAX));
    }
}
