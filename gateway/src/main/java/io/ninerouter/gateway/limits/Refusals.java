package io.ninerouter.gateway.limits;

import io.ninerouter.config.KeyBudget;
import java.math.BigDecimal;

/** What callers are told. Pure. */
final class Refusals {
    private static final long SOON_MILLIS = 1_000;
    private static final long LATER_MILLIS = 5_000;

    /** What is parted already is parted anew within a report and an answer. */
    private static final long PARTED_MILLIS = 1_000;

    /** The first part comes a little later: this replica has just begun, and the operator has to hear of it. */
    private static final long FIRST_MILLIS = 5_000;

    private Refusals() {}

    static Refusal rate(Limit limit, String caller, long perMinute, long retryMillis) {
        return new Refusal(
                limit,
                limit.label() + " per minute of " + caller + ": more than " + perMinute + " (expected: at most that)",
                Math.min(retryMillis, 3_600_000),
                0);
    }

    static Refusal places(String caller, int places, boolean passing) {
        return new Refusal(
                Limit.CONCURRENT,
                "concurrent requests of " + caller + ": more than " + places + " (expected: at most that)",
                SOON_MILLIS,
                passing ? PARTED_MILLIS : 0);
    }

    static Refusal spent(String caller, KeyBudget budget, long turnMillis) {
        return new Refusal(Limit.BUDGET, "budget of " + caller + ": " + said(budget) + " is spent", turnMillis, 0);
    }

    static Refusal noMoneyYet(String caller, boolean known) {
        return new Refusal(
                Limit.BUDGET,
                known
                        ? "budget of " + caller
                                + ": this replica's part is used up (expected: more of it in a moment, or a request that may cost less)"
                        : "budget of " + caller
                                + ": nothing handed out to this replica yet (expected: the operator, which does)",
                LATER_MILLIS,
                known ? PARTED_MILLIS : FIRST_MILLIS);
    }

    private static String said(KeyBudget budget) {
        String amount =
                BigDecimal.valueOf(budget.picoUsd(), 12).stripTrailingZeros().toPlainString();
        return amount + " USD a "
                + switch (budget.period()) {
                    case DAY -> "day";
                    case WEEK -> "week";
                    case MONTH -> "month";
                };
    }
}
