package io.ninerouter.operator.event;

import io.ninerouter.api.v1alpha1.Condition;
import io.ninerouter.api.v1alpha1.Conditions;
import io.ninerouter.api.v1alpha1.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which changes of an object's conditions people want to hear of. Pure. */
final class Transitions {
    private static final Set<String> GOING = Set.of(Reason.ROLLING_OUT.word(), Reason.ROLLOUT_FAILED.word());
    private static final Set<String> STUCK = Set.of(
            Reason.ROLLOUT_FAILED.word(), Reason.CONFLICT.word(), Reason.INVALID.word(), Reason.NOT_ALLOWED.word());

    private static final Set<String> LOGIN = Set.of(
            Reason.PENDING.word(),
            Reason.LOGIN_REQUIRED.word(),
            Reason.AWAITING_LOGIN.word(),
            Reason.LOGIN_FAILED.word(),
            Reason.LOGIN_INCOMPLETE.word());

    /** What goes wrong with an account that serves. */
    private static final Set<String> FAILS = Set.of(Reason.REFRESH_FAILED.word(), Reason.LOGIN_FAILED.word());

    private Transitions() {}

    /** Something to tell. */
    record Announcement(boolean warning, String reason, String message) {}

    static List<Announcement> between(List<Condition> before, List<Condition> after) {
        List<Announcement> all = new ArrayList<>();
        Condition accepted = find(after, Conditions.ACCEPTED);
        Condition programmed = find(after, Conditions.PROGRAMMED);
        boolean served =
                programmed != null && programmed.holds() && isNews(find(before, Conditions.PROGRAMMED), programmed);
        // That it serves says that it was accepted: thousands of new objects are not told of twice.
        boolean told = served && accepted != null && accepted.reason().equals(Reason.ACCEPTED.word());
        if (accepted != null && !told && isNews(find(before, Conditions.ACCEPTED), accepted)) {
            all.add(
                    accepted.holds()
                            ? new Announcement(false, accepted.reason(), accepted.message())
                            : new Announcement(true, accepted.reason(), accepted.message()));
        }
        for (String type : List.of(Conditions.RESOLVED_REFS, Conditions.CREDENTIALS_VALID)) {
            Condition condition = find(after, type);
            if (condition != null
                    && isFalse(condition)
                    && !isOnItsWay(condition)
                    && isNews(find(before, type), condition)) {
                all.add(new Announcement(true, condition.reason(), condition.message()));
            }
        }
        ending(before, after).ifPresent(all::add);
        login(before, after).ifPresent(all::add);
        rollout(before, after).ifPresent(all::add);
        if (served && programmed != null) {
            all.add(new Announcement(false, programmed.reason(), programmed.message()));
        }
        return all;
    }

    /** Of what refers to models: that some of them end soon, whenever it is others than before. */
    private static Optional<Announcement> ending(List<Condition> before, List<Condition> after) {
        Condition then = find(before, Conditions.RESOLVED_REFS);
        Condition now = find(after, Conditions.RESOLVED_REFS);
        if (now == null || !now.reason().equals(Reason.MODEL_ENDS_SOON.word())) {
            return Optional.empty();
        }
        boolean told = then != null && !isNews(then, now) && then.message().equals(now.message());
        return told ? Optional.empty() : Optional.of(new Announcement(true, now.reason(), now.message()));
    }

    /** Of an account: that a login has come to its end, and that its renewal or another login fails while it still serves. */
    private static Optional<Announcement> login(List<Condition> before, List<Condition> after) {
        Condition then = find(before, Conditions.CREDENTIALS_VALID);
        Condition now = find(after, Conditions.CREDENTIALS_VALID);
        if (now == null || !now.holds()) {
            return Optional.empty();
        }
        if (FAILS.contains(now.reason()) && isNews(then, now)) {
            return Optional.of(new Announcement(true, now.reason(), now.message()));
        }
        return then != null && !then.holds() && LOGIN.contains(then.reason())
                ? Optional.of(new Announcement(false, "LoggedIn", now.message()))
                : Optional.empty();
    }

    /** Of the pods: that they could not be made, and that all of them are new. What is wrong with the object was told above. */
    private static Optional<Announcement> rollout(List<Condition> before, List<Condition> after) {
        Condition then = find(before, Conditions.PROGRAMMED);
        Condition now = find(after, Conditions.PROGRAMMED);
        Condition accepted = find(after, Conditions.ACCEPTED);
        if (now == null || accepted == null || !accepted.holds()) {
            return Optional.empty();
        }
        if (isFalse(now) && STUCK.contains(now.reason()) && isNews(then, now)) {
            return Optional.of(new Announcement(true, now.reason(), now.message()));
        }
        return now.holds() && then != null && GOING.contains(then.reason())
                ? Optional.of(new Announcement(false, "RolledOut", "every gateway pod is of the present generation"))
                : Optional.empty();
    }

    /** Whether a condition says something else than before. */
    static boolean isNews(@Nullable Condition before, Condition after) {
        return before == null
                || !before.status().equals(after.status())
                || !before.reason().equals(after.reason());
    }

    /** What this operator is about to make is nothing that a person should see to: a key that is being issued, a login that begins. */
    private static boolean isOnItsWay(Condition condition) {
        return condition.reason().equals(Reason.PENDING.word());
    }

    private static boolean isFalse(Condition condition) {
        return "False".equals(condition.status());
    }

    /** One condition by its type; null = it is not there. */
    static @Nullable Condition find(List<Condition> conditions, String type) {
        return conditions.stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElse(null);
    }
}
