package io.ninerouter.gateway.dispatch;

import io.ninerouter.gateway.dispatch.Result.Next;
import io.ninerouter.gateway.health.Fault;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.routing.Target;
import java.util.List;
import java.util.function.Predicate;

/** Which target follows one that has failed. Stateless. */
final class Succession {
    private Succession() {}

    /**
     * The index of the target to try after a failure at {@code index}; -1 = none. An account is asked at another address of
     * its provider only when what failed was the address: whatever else is wrong would be so there too.
     */
    static int following(List<Target> targets, int index, Next next, Outcome outcome) {
        Target failed = targets.get(index);
        return switch (next) {
            case NOTHING, UNSEALED -> -1;
            case SAME_TARGET, NEXT_TARGET ->
                isOfPlace(outcome)
                        ? first(targets, index, other -> true)
                        : first(targets, index, other -> !isSameAccount(failed, other));
            case OTHER_MODEL -> first(targets, index, other -> !isSameModel(failed, other));
        };
    }

    private static int first(List<Target> targets, int after, Predicate<Target> wanted) {
        for (int i = after + 1; i < targets.size(); i++) {
            if (wanted.test(targets.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** Not sent counts: it says nothing of the account. */
    private static boolean isOfPlace(Outcome outcome) {
        Fault fault = outcome.fault();
        return fault == null || fault.scope() == Fault.Scope.PROVIDER;
    }

    private static boolean isSameAccount(Target one, Target other) {
        return isSameModel(one, other)
                && one.connection().name().equals(other.connection().name());
    }

    private static boolean isSameModel(Target one, Target other) {
        return one.model().equals(other.model())
                && one.provider().id().equals(other.provider().id());
    }
}
