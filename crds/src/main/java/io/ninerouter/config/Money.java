package io.ninerouter.config;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The checks of amounts that the records of this package share. */
final class Money {
    private Money() {}

    /**
     * A decimal as a user writes it; null = none.
     *
     * @throws IllegalArgumentException when it is none; the message names the field
     */
    static @Nullable BigDecimal decimal(String field, @Nullable String text) {
        try {
            return text == null ? null : new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(field + ": " + text + " (expected: a decimal)");
        }
    }

    /** Refuses what is below 0. */
    static void check(String field, @Nullable BigDecimal value) {
        if (value != null && value.signum() < 0) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: >= 0)");
        }
    }

    /** The product; null = of what is not known. */
    static @Nullable BigDecimal times(@Nullable BigDecimal value, BigDecimal factor) {
        return value == null ? null : value.multiply(factor);
    }
}
