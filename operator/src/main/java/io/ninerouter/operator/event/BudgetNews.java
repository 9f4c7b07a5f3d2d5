package io.ninerouter.operator.event;

import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.operator.event.Transitions.Announcement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What people want to hear of a budget: that most of it is gone, that all of it is, that it begins anew. The period is in the
 * message: each has Events of its own. Pure.
 */
final class BudgetNews {
    static final int NEARLY = 80;
    private static final int ALL = 100;

    private BudgetNews() {}

    static List<Announcement> between(ApiKey.@Nullable BudgetStatus before, ApiKey.@Nullable BudgetStatus after) {
        if (after == null) {
            return List.of();
        }
        boolean same = before != null && Objects.equals(before.resetsAt(), after.resetsAt());
        int then = same ? percent(before) : 0;
        boolean spentThen = same && isSpent(before);
        List<Announcement> all = new ArrayList<>();
        if (!same && isSpent(before) && !isSpent(after)) {
            all.add(new Announcement(
                    false, "BudgetRenewed", "the budget begins anew; the next period begins " + after.resetsAt()));
        }
        if (then < NEARLY && percent(after) >= NEARLY) {
            all.add(new Announcement(
                    true,
                    "BudgetNearlySpent",
                    NEARLY + " % of the budget are spent; it begins anew " + after.resetsAt()));
        }
        if (!spentThen && isSpent(after)) {
            all.add(new Announcement(
                    true, "BudgetSpent", "the budget is spent: the caller gets 429 until " + after.resetsAt()));
        }
        return all;
    }

    private static boolean isSpent(ApiKey.@Nullable BudgetStatus budget) {
        return budget != null && (Boolean.TRUE.equals(budget.paused()) || percent(budget) >= ALL);
    }

    private static int percent(ApiKey.@Nullable BudgetStatus budget) {
        return budget == null || budget.percent() == null ? 0 : budget.percent();
    }
}
