package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.config.KeyBudget;
import io.ninerouter.config.KeyLimits;
import org.jspecify.annotations.Nullable;

/**
 * What an ApiKey may do and spend.
 *
 * @param limits null = as much as it likes
 * @param budget null = as much as it likes
 */
record KeyBounds(@Nullable KeyLimits limits, @Nullable KeyBudget budget) {

    /**
     * Reads {@code spec.limits} and {@code spec.budget}.
     *
     * @throws IllegalArgumentException when they cannot be kept; the message says what was expected
     */
    static KeyBounds of(ApiKey.Spec spec) {
        return new KeyBounds(limits(spec.limits()), budget(spec.budget()));
    }

    private static @Nullable KeyLimits limits(ApiKey.@Nullable Limits limits) {
        if (limits == null) {
            return null;
        }
        KeyLimits read =
                new KeyLimits(limits.requestsPerMinute(), limits.tokensPerMinute(), limits.concurrentRequests());
        return read.equals(new KeyLimits(null, null, null)) ? null : read;
    }

    private static @Nullable KeyBudget budget(ApiKey.@Nullable Budget budget) {
        if (budget == null) {
            return null;
        }
        KeyBudget.Period period = switch (budget.period()) {
            case Day -> KeyBudget.Period.DAY;
            case Week -> KeyBudget.Period.WEEK;
            case Month -> KeyBudget.Period.MONTH;
        };
        return KeyBudget.of(budget.amountUsd(), period, budget.timezone());
    }
}
