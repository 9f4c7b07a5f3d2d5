package io.ninerouter.gateway.dispatch;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.ApiError.Kind;
import io.ninerouter.gateway.health.Cooldown;
import io.ninerouter.gateway.health.Fault;
import io.ninerouter.gateway.health.Health;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.routing.RouteDecision;
import io.ninerouter.gateway.routing.Skipped;
import io.ninerouter.gateway.routing.Target;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a caller is told when no target has answered: 429 with the earliest moment when all are limited, 400 when none can go
 * on from the answer that the request names, else 503; each target and why. Where a single target was to be asked, or the last one found the request or the model at fault, its own
 * words say more.
 */
final class AllOut {
    /** When something failed and is not left alone, it may be asked again at once; a moment of patience does no harm. */
    private static final long SOON = 1_000;

    private final String model;
    private final Health health;
    private final long now;

    /** @param model as the caller asked for it */
    AllOut(String model, Health health, long nowMillis) {
        this.model = model;
        this.health = health;
        this.now = nowMillis;
    }

    /** Nothing could be asked. */
    ApiError noneUsable(RouteDecision.NoneUsable none) {
        if (none.cannotGoOn()) {
            String all = reasons(none.skipped()).collect(Collectors.joining("; "));
            return ApiError.of(
                    Kind.INVALID_REQUEST,
                    "previous_response_id or conversation: model " + model
                            + " cannot go on from it (expected: the whole of it in input): " + all);
        }
        return error(none.onlyLimits(), reasons(none.skipped()), none.earliestRetryMillis());
    }

    /**
     * Something was asked in vain.
     *
     * @param last the answer of the last one; passes to this
     * @param tried at least one
     * @param skipped what was left alone
     * @return the answer for the caller: the last one itself, or one that says how all of them stand
     */
    Answer answer(Answer last, List<Tried> tried, List<Skipped> skipped) {
        List<Skipped> others =
                skipped.stream().filter(each -> !each.isOutOfQuestion()).toList();
        if (tried.size() + others.size() < 2 || speaksForItself(tried.getLast().outcome())) {
            return last;
        }
        if (last instanceof Answer.Whole whole) {
            whole.body().release();
        }
        List<Skipped> standing = tried.stream().map(this::standing).toList();
        boolean onlyLimits = Stream.concat(standing.stream(), others.stream()).allMatch(Skipped::isLimit);
        Long earliest = null;
        for (Skipped each : Stream.concat(standing.stream(), others.stream()).toList()) {
            Long until = each.untilMillis();
            earliest = until == null || (earliest != null && earliest <= until) ? earliest : until;
        }
        Stream<String> asked = tried.stream().map(each -> each.target().label() + ": " + happened(each.outcome()));
        List<String> reasons = Stream.concat(asked, reasons(others)).toList();
        return new Answer.Refused(error(onlyLimits, reasons.stream(), earliest));
    }

    private ApiError error(boolean onlyLimits, Stream<String> reasons, @Nullable Long earliestMillis) {
        Kind kind = onlyLimits ? Kind.RATE_LIMITED : Kind.UNAVAILABLE;
        String all = reasons.collect(Collectors.joining("; "));
        // A place becomes free whenever an answer ends.
        Long unknown = onlyLimits ? SOON : null;
        Long delay = earliestMillis == null ? unknown : Long.valueOf(Math.max(0, earliestMillis - now));
        return ApiError.of(kind, "model: " + model + " cannot be served now: " + all)
                .retryAfter(delay);
    }

    /** What a caller may not use is not named. */
    private Stream<String> reasons(List<Skipped> skipped) {
        return skipped.stream()
                .filter(each -> each.reason() != Skipped.Reason.NOT_ALLOWED)
                .map(each -> each.describe(now));
    }

    private static boolean speaksForItself(Outcome outcome) {
        Fault fault = outcome.fault();
        return fault != null
                && (fault.scope() == Fault.Scope.REQUEST || fault.reason() == Cooldown.Reason.MODEL_MISSING);
    }

    /** How a target stands after it was asked; one that may be asked again at once soon may. */
    private Skipped standing(Tried tried) {
        Target target = tried.target();
        String connection = target.connection().name();
        Cooldown cooldown = health.cooling(connection, target.model(), target.credential(), now);
        if (cooldown == null) {
            cooldown = health.shut(target.endpoint(), now);
        }
        Fault fault = tried.outcome().fault();
        boolean limit = fault == null
                ? cooldown == null || cooldown.reason() == Cooldown.Reason.RATE_LIMITED
                : fault.reason() == Cooldown.Reason.RATE_LIMITED;
        Skipped.Reason reason = limit ? Skipped.Reason.RATE_LIMITED : Skipped.Reason.FAILING;
        return new Skipped(target.label(), reason, cooldown == null ? now + SOON : cooldown.untilMillis());
    }

    private static String happened(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused refused -> refused.message() + " (" + refused.status() + ")";
            case Outcome.NoAnswer none -> none.message();
            case Outcome.NotSent unsent -> unsent.message();
            case Outcome.Success _, Outcome.Abandoned _ -> "left";
        };
    }
}
