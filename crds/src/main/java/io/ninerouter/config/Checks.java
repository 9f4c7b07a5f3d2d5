package io.ninerouter.config;

import org.jspecify.annotations.Nullable;

/** The checks that the records of this package share. */
final class Checks {
    private Checks() {}

    /** Refuses null and blank. */
    static void text(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: a text that is not blank)");
        }
    }

    /** Refuses null. */
    static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + ": null (expected: a value)");
        }
        return value;
    }

    /** Refuses what is below a bound. */
    static void atLeast(String field, long value, long min) {
        if (value < min) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: >= " + min + ")");
        }
    }
}
