package io.ninerouter.gateway.dispatch;

import io.ninerouter.config.Recovery;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.ApiError.Kind;
import io.ninerouter.gateway.health.Health;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.routing.Conditions;
import io.ninerouter.gateway.routing.RouteDecision;
import io.ninerouter.gateway.routing.RoutePlanner;
import io.ninerouter.gateway.routing.RouteRequest;
import io.ninerouter.gateway.routing.Skipped;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.snapshot.Newest;
import io.ninerouter.gateway.translate.Framing;
import io.ninerouter.gateway.translate.Translation;
import io.ninerouter.gateway.upstream.UpstreamClient;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import reactor.core.publisher.Mono;

/** The pipeline: plan, attempt, answer. Thread-safe. */
public final class Dispatcher {
    private final HealthBoard health;
    private final Conditions.Turns turns;
    private final Time time;
    private final Translation translation;
    private final Attempts attempts;
    private final Counts counts;
    private final Renewals renewals;
    private final SealMemory seals = new SealMemory();

    /**
     * A pipeline.
     *
     * @param turns counts requests for round robin
     * @param latest the configuration as it is by now; calls are planned by their own
     */
    public Dispatcher(
            UpstreamClient upstream,
            HealthBoard health,
            Conditions.Turns turns,
            Time time,
            Translation translation,
            Newest latest) {
        this.health = health;
        this.turns = turns;
        this.time = time;
        this.translation = translation;
        this.attempts = new Attempts(upstream, health, time, new Metering(translation), latest);
        this.counts = new Counts(attempts);
        this.renewals = new Renewals(latest);
    }

    /** What is known of accounts and endpoints. */
    public Health health() {
        return health;
    }

    /**
     * Answers one request.
     *
     * @return exactly one answer, never an error; cancelling before it comes cancels the provider
     */
    public Mono<Dispatched> dispatch(Call call) {
        return switch (plan(call)) {
            case RouteDecision.Plan plan -> attempt(call, plan);
            case RouteDecision.NoneUsable none when isRenewed(none) -> Bridge.over(call, renewed(call, none));
            case RouteDecision decision -> refuse(decision);
        };
    }

    private static boolean isRenewed(RouteDecision.NoneUsable none) {
        return none.skipped().stream().anyMatch(each -> each.reason() == Skipped.Reason.CREDENTIAL_RENEWED);
    }

    /** Waits for a credential that is on its way; the configuration that the call began with stays. */
    private Mono<Dispatched> renewed(Call call, RouteDecision.NoneUsable none) {
        return renewals.await(
                        call,
                        now -> {
                            Call next = call.with(call.snapshot().withCredentialsOf(now));
                            return plan(next) instanceof RouteDecision.Plan plan ? new Planned(next, plan) : null;
                        },
                        () -> {})
                .flatMap(planned -> attempt(planned.call(), planned.plan()))
                .switchIfEmpty(Mono.defer(() -> refuse(none)));
    }

    private record Planned(Call call, RouteDecision.Plan plan) {}

    private RouteDecision plan(Call call) {
        Call.Question asked = call.question();
        RouteRequest request = new RouteRequest(
                call.caller(), asked.model(), asked.dialect(), asked.affinityKey(), BodyNeeds.of(asked, call.body()));
        Conditions now = new Conditions(
                health,
                turns,
                ThreadLocalRandom.current().nextLong(),
                time.millis().getAsLong());
        return RoutePlanner.plan(call.snapshot(), request, now);
    }

    private Mono<Dispatched> refuse(RouteDecision decision) {
        return switch (decision) {
            case RouteDecision.Plan _ -> throw new IllegalArgumentException("a plan (expected: why there is none)");
            case RouteDecision.Unknown unknown -> refuse(ApiError.of(Kind.NOT_FOUND, describe(unknown)));
            case RouteDecision.Forbidden forbidden ->
                refuse(ApiError.of(
                        Kind.PERMISSION,
                        "model_not_allowed",
                        "model: " + forbidden.model() + " (expected: one that this key may use)"));
            case RouteDecision.NoneUsable none ->
                refuse(new AllOut(none.model(), health, time.millis().getAsLong()).noneUsable(none));
        };
    }

    private Mono<Dispatched> attempt(Call call, RouteDecision.Plan plan) {
        Telling telling = telling(call, plan);
        Interpreter interpreter = new Interpreter(
                translation, call, time.millis().getAsLong() / 1_000, telling, new SealKnowledge(call, seals));
        List<Target> reached = reached(plan.targets(), interpreter);
        if (call.question().action() == Action.COUNT_TOKENS) {
            return counts.count(call, interpreter, reached, plan.targets().getFirst());
        }
        if (reached.isEmpty()) {
            Target first = plan.targets().getFirst();
            return refuse(ApiError.of(
                    Kind.NOT_IMPLEMENTED,
                    "model: " + call.question().model() + " is served by "
                            + first.provider().id() + ", which speaks "
                            + first.dialect() + " (expected: a provider that speaks "
                            + call.question().dialect() + " for "
                            + call.question().action().label() + ")"));
        }
        return Funds.pay(call, reached, targets -> {
            Mono<Dispatched> answer = attempts.run(call, interpreter, targets)
                    .flatMap(done -> done.tried().isEmpty() ? Mono.just(done) : renewedOrNot(call, interpreter, done))
                    .map(done -> done.tried().isEmpty()
                            ? new Dispatched(
                                    telling instanceof Telling.Begins
                                            ? Continuation.behind(done, call, attempts, interpreter, targets)
                                            : done.answer(),
                                    done.target().label())
                            : inVain(call, plan, done));
            return Bridge.over(call, answer);
        });
    }

    /** Tries once more those whose credential is replaced in time; else what there is. */
    private Mono<Attempts.Attempted> renewedOrNot(Call call, Interpreter interpreter, Attempts.Attempted done) {
        return renewals.renewed(call, done, time)
                .flatMap(again -> {
                    Attempts.discard(done.answer());
                    return attempts.run(call, interpreter, again);
                })
                .switchIfEmpty(Mono.just(done));
    }

    /** Only streams of answers can go on elsewhere, and only where the combo says so. */
    private static Telling telling(Call call, RouteDecision.Plan plan) {
        boolean goesOn = plan.recovery() == Recovery.CONTINUE
                && call.question().action() == Action.GENERATE
                && call.question().framing() != Framing.UNARY;
        return goesOn ? Telling.BEGINS : Telling.ALONE;
    }

    private Dispatched inVain(Call call, RouteDecision.Plan plan, Attempts.Attempted done) {
        AllOut out = new AllOut(call.question().model(), health, time.millis().getAsLong());
        Answer answer = out.answer(done.answer(), done.tried(), plan.skipped());
        return new Dispatched(answer, done.target().label());
    }

    /** Those that can be made to understand the call; usually all of them, so that nothing is copied. */
    private static List<Target> reached(List<Target> targets, Interpreter interpreter) {
        int count = 0;
        for (Target target : targets) {
            count += interpreter.reaches(target) ? 1 : 0;
        }
        return count == targets.size()
                ? targets
                : targets.stream().filter(interpreter::reaches).toList();
    }

    private static String describe(RouteDecision.Unknown unknown) {
        String near = unknown.nearMatches().isEmpty()
                ? "a combo, an alias or provider/model"
                : "one such as " + String.join(", ", unknown.nearMatches());
        return "model: " + unknown.model() + " (expected: " + near + ")";
    }

    private static Mono<Dispatched> refuse(ApiError error) {
        return Mono.just(new Dispatched(new Answer.Refused(error), null));
    }
}
