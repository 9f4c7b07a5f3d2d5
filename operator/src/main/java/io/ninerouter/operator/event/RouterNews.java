package io.ninerouter.operator.event;

import io.ninerouter.api.v1alpha1.Condition;
import io.ninerouter.api.v1alpha1.Conditions;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.event.Transitions.Announcement;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That all replicas serve another configuration. Its conditions do not tell: while the replicas take it over, which is soon,
 * no status is written, so that {@code Programmed} holds before and after. Pure.
 */
final class RouterNews {
    private RouterNews() {}

    /** The same Event as that of the condition, counted; empty where the change of the condition gives it. */
    static Optional<Announcement> between(Router.@Nullable Status before, Router.Status after) {
        Condition now = Transitions.find(after.conditions(), Conditions.PROGRAMMED);
        if (before == null
                || now == null
                || !now.holds()
                || Transitions.isNews(Transitions.find(before.conditions(), Conditions.PROGRAMMED), now)) {
            return Optional.empty();
        }
        boolean told = isEverywhere(before) && Objects.equals(before.revision(), after.revision());
        return isEverywhere(after) && !told
                ? Optional.of(new Announcement(false, now.reason(), now.message()))
                : Optional.empty();
    }

    /** The condition is of the Router's own part; the revision is of all that attaches to it. */
    private static boolean isEverywhere(Router.Status status) {
        Router.Replicas replicas = status.replicas();
        return replicas != null && replicas.programmed() == replicas.ready();
    }
}
