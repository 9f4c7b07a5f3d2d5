package io.ninerouter.operator.event;

import io.ninerouter.api.v1alpha1.Condition;
import io.ninerouter.api.v1alpha1.Conditions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which changes of an object's conditions people want to hear of. Pure. */
final class Transitions {
    private Transitions() {}

    /** Something to tell. */
    record Announcement(boolean warning, String reason, String message) {}

    static List<Announcement> between(List<Condition> before, List<Condition> after) {
        List<Announcement> all = new ArrayList<>();
        Condition accepted = find(after, Conditions.ACCEPTED);
        if (accepted != null && isNews(find(before, Conditions.ACCEPTED), accepted)) {
            all.add(
                    accepted.holds()
                            ? new Announcement(false, accepted.reason(), accepted.message())
                            : new Announcement(true, accepted.reason(), accepted.message()));
        }
        for (String type : List.of(Conditions.RESOLVED_REFS, Conditions.CREDENTIALS_VALID)) {
            Condition condition = find(after, type);
            if (condition != null && isFalse(condition) && isNews(find(before, type), condition)) {
                all.add(new Announcement(true, condition.reason(), condition.message()));
            }
        }
        Condition programmed = find(after, Conditions.PROGRAMMED);
        if (programmed != null && programmed.holds() && isNews(find(before, Conditions.PROGRAMMED), programmed)) {
            all.add(new Announcement(false, programmed.reason(), programmed.message()));
        }
        return all;
    }

    private static boolean isNews(@Nullable Condition before, Condition after) {
        return before == null
                || !before.status().equals(after.status())
                || !before.reason().equals(after.reason());
    }

    private static boolean isFalse(Condition condition) {
        return "False".equals(condition.status());
    }

    private static @Nullable Condition find(List<Condition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElse(null);
    }
}
