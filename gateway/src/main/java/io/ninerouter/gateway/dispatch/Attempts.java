package io.ninerouter.gateway.dispatch;

import io.ninerouter.config.Credential;
import io.ninerouter.gateway.dispatch.Result.Next;
import io.ninerouter.gateway.health.Fault;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.upstream.UpstreamClient;
import io.ninerouter.gateway.upstream.UpstreamRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Tries targets in order until one gives an answer that may be sent. Each attempt begins with the caller's own request. When
 * all have failed the caller gets the last failure. Thread-safe.
 */
final class Attempts {
    private final UpstreamClient upstream;
    private final HealthBoard health;
    private final Time time;
    private final Metering metering;
    private final Supplier<@Nullable Snapshot> latest;

    /** @param latest the configuration as it is by now, for credentials that have changed since a call began */
    Attempts(
            UpstreamClient upstream,
            HealthBoard health,
            Time time,
            Metering metering,
            Supplier<@Nullable Snapshot> latest) {
        this.metering = metering;
        this.latest = latest;
        this.upstream = upstream;
        this.health = health;
        this.time = time;
    }

    /**
     * Tries targets.
     *
     * @param targets at least one; all within the interpreter's reach
     * @return exactly one outcome; cancelling cancels the attempt that runs
     */
    Mono<Attempted> run(Call call, Interpreter interpreter, List<Target> targets) {
        return run(call, interpreter, targets, 0);
    }

    /** The same, beginning with the target at {@code index}. */
    Mono<Attempted> run(Call call, Interpreter interpreter, List<Target> targets, int index) {
        Run run = new Run(call, interpreter, targets, new ArrayList<>(targets.size()));
        return from(run, index, targets.get(index), false);
    }

    private Mono<Attempted> from(Run run, int index, Target target, boolean again) {
        List<Target> targets = run.targets();
        return attempt(run, target, again).flatMap(result -> switch (result) {
            case Result.Good good -> {
                run.interpreter().answered(target);
                yield Mono.just(new Attempted(good.answer(), target, List.of()));
            }
            case Result.Failed failed when failed.next() == Next.SAME_TARGET -> from(run, index, target, true);
            case Result.Failed failed
            when failed.next() == Next.UNSEALED && run.interpreter().cannotOpen(target) -> {
                discard(failed.answer());
                yield from(run, index, target, again);
            }
            case Result.Failed failed -> {
                run.tried().add(new Tried(target, failed.outcome()));
                Target renewed = failed.outcome().fault() == Fault.CREDENTIAL_REFUSED ? renewed(target) : null;
                if (renewed != null) {
                    discard(failed.answer());
                    yield from(run, index, renewed, false);
                }
                int following = Succession.following(targets, index, failed.next(), failed.outcome());
                if (following < 0 || !mayFollow(failed.outcome(), target, targets.get(following))) {
                    yield Mono.just(new Attempted(failed.answer(), target, run.tried()));
                }
                discard(failed.answer());
                yield from(run, following, targets.get(following), false);
            }
        });
    }

    /** The same target with a credential that has come since the call began; null when there is none. */
    private @Nullable Target renewed(Target target) {
        Snapshot now = latest.get();
        Credential credential =
                now == null ? null : now.credential(target.connection().name());
        return credential == null || credential.equals(target.credential()) ? null : target.with(credential);
    }

    /** Whether retries of one target's failures may be put on another now. */
    boolean mayFollow(Outcome outcome, Target target, Target next) {
        return health.mayFollow(
                outcome, target.endpoint(), next.endpoint(), time.millis().getAsLong());
    }

    private Mono<Result> attempt(Run run, Target target, boolean again) {
        Passage passage;
        try {
            passage = run.interpreter().passage(target);
        } catch (BadJsonException e) {
            return Mono.just(Failures.unreadable(e));
        }
        Call call = run.call();
        return Mono.create(sink -> {
            Trial trial = Trial.begin(call, target, health, time, metering);
            if (trial == null) {
                sink.success(Failures.notAdmitted(target, health, time.millis().getAsLong()));
                return;
            }
            trial.notesTo(notes -> run.interpreter().gave(target, notes.seals()));
            Relay relay = new Relay(call, new Way(target, passage, again), trial, sink::success);
            sink.onCancel(relay::abandon);
            relay.await(Mono.defer(() -> {
                UpstreamRequest request = passage.request(time.millis().getAsLong());
                trial.sends(request);
                return upstream.exchange(request, call.origin().loop())
                        .doFinally(_ -> request.body().release());
            }));
        });
    }

    /** Lets go of an answer that nobody gets. */
    static void discard(Answer answer) {
        if (answer instanceof Answer.Whole whole) {
            whole.body().release();
        }
    }

    /**
     * What the attempts of one request share.
     *
     * @param tried grows with each that fails; used on the call's event loop alone
     */
    private record Run(Call call, Interpreter interpreter, List<Target> targets, List<Tried> tried) {}

    /**
     * How the attempts ended.
     *
     * @param target the one that the answer is of
     * @param tried all of them when none was good, the last one included; else empty
     */
    record Attempted(Answer answer, Target target, List<Tried> tried) {}
}
