package io.ninerouter.operator.allot;

import java.time.Instant;

/**
 * How a budget stands.
 *
 * @param amount of the budget, 10⁻¹² USD
 * @param spent in this period, as far as told, 10⁻¹² USD
 * @param paused whether too little is left for what was asked
 * @param resetsAt when it begins anew
 */
public record Spending(long amount, long spent, boolean paused, Instant resetsAt) {

    /** 10⁻¹² USD; at least 0. */
    public long left() {
        return Math.max(0, amount - spent);
    }

    /** Whole percent that are spent, rounded down. */
    public int percent() {
        return (int) Math.min(1_000, spent / (amount / 100.0));
    }
}
