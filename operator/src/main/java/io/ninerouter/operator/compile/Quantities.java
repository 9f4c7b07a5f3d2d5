package io.ninerouter.operator.compile;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as the schema writes them. */
final class Quantities {
    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h)");
    private static final Pattern BYTES = Pattern.compile("([1-9][0-9]{0,14})(Ki|Mi|Gi)?");

    private Quantities() {}

    /**
     * Milliseconds of a Go duration such as {@code 1h30m} or {@code 1.5s}; parts of a millisecond are cut.
     *
     * @throws IllegalArgumentException when the text is no duration
     */
    static long millis(String field, String text) {
        Matcher matcher = PART.matcher(text);
        BigDecimal sum = BigDecimal.ZERO;
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            sum = sum.add(new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unitMillis(matcher.group(2)))));
            end = matcher.end();
        }
        if (end == 0 || end != text.length() || sum.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException(field + ": " + text + " (expected: a duration such as 5s or 1h30m)");
        }
        return sum.longValue();
    }

    /**
     * A count of bytes such as {@code 32Mi}.
     *
     * @throws IllegalArgumentException when the text is no such count
     */
    static long bytes(String field, String text) {
        Matcher matcher = BYTES.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(field + ": " + text + " (expected: a size such as 32Mi)");
        }
        int shift = switch (matcher.group(2)) {
            case null -> 0;
            case "Ki" -> 10;
            case "Mi" -> 20;
            default -> 30;
        };
        BigDecimal bytes = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(1L << shift));
        if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException(field + ": " + text + " (expected: less than 8388608Ti)");
        }
        return bytes.longValue();
    }

    private static long unitMillis(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            default -> 3_600_000;
        };
    }
}
