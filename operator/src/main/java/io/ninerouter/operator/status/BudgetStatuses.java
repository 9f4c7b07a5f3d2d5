package io.ninerouter.operator.status;

import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.operator.allot.Spending;
import io.ninerouter.operator.compile.Decision;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What is told of a budget. Pure. */
public final class BudgetStatuses {
    private static final int DECIMALS = 12;

    /** Steps that people are told a budget in: a status is not written for each request. */
    private static final long STEPS = 1_000;

    private BudgetStatuses() {}

    static ApiKey.@Nullable BudgetStatus of(@Nullable Spending spending) {
        if (spending == null) {
            return null;
        }
        long spent = spent(spending);
        return new ApiKey.BudgetStatus(
                usd(spent),
                usd(Math.max(0, spending.amount() - spent)),
                spending.percent(),
                spending.resetsAt().toString(),
                spending.paused() ? true : null);
    }

    /** Why a caller is not served although nothing is wrong with it; null = it is. */
    static @Nullable Decision paused(@Nullable Spending spending) {
        return spending == null || !spending.paused()
                ? null
                : Decision.no(
                        Reason.BUDGET_SPENT,
                        "spec.budget: " + usd(spent(spending)) + " of " + usd(spending.amount()) + " USD are spent"
                                + (spending.left() == 0 ? "" : ", what is left is too little for what was asked")
                                + ": the caller gets 429 until " + spending.resetsAt());
    }

    /** In steps, so that a status does not change with each request. */
    private static long spent(Spending spending) {
        long step = Math.max(1, spending.amount() / STEPS);
        return spending.spent() / step * step;
    }

    /** An amount of 10⁻¹² USD as people write it. */
    static String usd(long pico) {
        BigDecimal usd = BigDecimal.valueOf(pico, DECIMALS).stripTrailingZeros();
        return (usd.scale() < 2 ? usd.setScale(2) : usd).toPlainString();
    }
}
