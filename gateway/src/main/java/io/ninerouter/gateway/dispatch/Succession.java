package io.ninerouter.gateway.dispatch;

import io.ninerouter.gateway.dispatch.Result.Next;
import io.ninerouter.gateway.routing.Target;
import java.util.List;

/** Which target follows one that has failed. Stateless. */
final class Succession {
    private Succession() {}

    /** The index of the target to try after a failure at {@code index}; -1 = none. */
    static int following(List<Target> targets, int index, Next next) {
        return switch (next) {
            case NOTHING, UNSEALED -> -1;
            case SAME_TARGET, NEXT_TARGET -> index + 1 < targets.size() ? index + 1 : -1;
            case OTHER_MODEL -> {
                Target failed = targets.get(index);
                int other = index + 1;
                while (other < targets.size() && isSameModel(failed, targets.get(other))) {
                    other++;
                }
                yield other < targets.size() ? other : -1;
            }
        };
    }

    private static boolean isSameModel(Target one, Target other) {
        return one.model().equals(other.model())
                && one.provider().id().equals(other.provider().id());
    }
}
