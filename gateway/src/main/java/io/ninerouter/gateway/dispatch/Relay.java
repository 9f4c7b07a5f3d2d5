package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.upstream.UpstreamException;
import io.ninerouter.gateway.upstream.UpstreamException.Kind;
import io.ninerouter.gateway.upstream.UpstreamResponse;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * One answer on its way from a provider to the caller. It is held back until it proves good: then it is committed and
 * flows; until then another target can still be tried. Everything happens on the call's event loop, so nothing is locked.
 *
 * <ul>
 *   <li>A status that is no success: collected, then failed.
 *   <li>A stream: held until its first meaningful event or {@value #HOLD_BYTES} bytes; {@link Bridge} keeps the caller
 *       patient meanwhile.
 *   <li>An answer in one piece: held until it is complete or {@value #HOLD_BYTES} bytes, so that one that is cut within
 *       them can still be replaced.
 * </ul>
 *
 * <p>After the commit a failure becomes the dialect's error event, or, where there is none, a cut connection: never a
 * clean end.
 */
final class Relay implements CoreSubscriber<ByteBuf>, Outlet.Source, Vigil.Watched {
    static final int HOLD_BYTES = 256 << 10;
    private static final byte[] NOTHING = {};

    private final Call call;
    private final Target target;
    private final Passage passage;
    private final boolean again;
    private final Trial trial;
    private final Consumer<Result> verdict;
    private final Vigil vigil;
    private final Inlet inlet = new Inlet();
    private final Outlet outlet;

    private Phase phase = Phase.WAITING;
    private @Nullable Head head;
    private @Nullable Reading reading;
    private long received;

    /** @param verdict gets exactly one result unless {@link #abandon} comes first */
    Relay(Call call, Way way, Trial trial, Consumer<Result> verdict) {
        this.call = call;
        target = way.target();
        passage = way.passage();
        again = way.again();
        this.trial = trial;
        this.verdict = verdict;
        vigil = Vigil.over(call, trial, this);
        outlet = new Outlet(call.origin().loop(), this);
    }

    /** Begins to wait for an exchange. */
    void await(Mono<UpstreamResponse> answer) {
        vigil.begin();
        inlet.awaits(answer.subscribe(this::head, this::broken));
    }

    /** The caller left before there was anything to send. */
    void abandon() {
        if (phase != Phase.FLOWING && phase != Phase.OVER) {
            left();
        }
    }

    private void head(UpstreamResponse answer) {
        vigil.received();
        trial.answered(answer.headers());
        head = Head.of(answer, call.question().framing());
        phase = head.good() ? Phase.HOLDING : Phase.REFUSED;
        if (head.good()) {
            reading = passage.reading(head.framing());
        }
        answer.body().subscribe(this);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        inlet.opened(subscription);
    }

    @Override
    public void onNext(ByteBuf bytes) {
        inlet.taken();
        received += bytes.readableBytes();
        if (phase == Phase.OVER) {
            return;
        }
        Reading known = reading;
        keep(known == null ? bytes.retain() : known.read(bytes));
        if (phase == Phase.FLOWING) {
            vigil.passed();
            flow(read());
            return;
        }
        vigil.received();
        if (phase == Phase.HOLDING) {
            judge(read());
        } else if (outlet.bytes() < HOLD_BYTES) {
            inlet.more();
        } else {
            refuse(null);
        }
    }

    private void keep(@Nullable ByteBuf bytes) {
        if (bytes != null) {
            outlet.add(bytes);
        }
    }

    private void flow(Reading reading) {
        Ending untold = Ending.untold(target, reading, call.origin().requestId());
        if (untold != null) {
            end(untold);
            return;
        }
        hurry(reading);
        outlet.drain();
    }

    private void judge(Reading reading) {
        ApiError error = reading.error();
        if (error != null) {
            fail(Failures.inAnswer(target, error));
        } else if (reading.committable() || outlet.bytes() >= HOLD_BYTES) {
            commit();
        } else {
            hurry(reading);
            inlet.more();
        }
    }

    /** Where the last word was said, little is waited for what is left. */
    private void hurry(Reading reading) {
        if (reading.concluded()) {
            vigil.concluded();
        }
    }

    private void commit() {
        phase = Phase.FLOWING;
        trial.firstToken();
        hurry(read());
        UpstreamResponse answer = judged().response();
        verdict.accept(new Result.Good(
                new Answer.Flowing(answer.status(), read().headers(answer.headers()), outlet, outlet::cancel)));
    }

    @Override
    public void onComplete() {
        inlet.ended();
        if (phase == Phase.REFUSED) {
            refuse(outlet.takeAll(call.body().bytes().alloc()));
        } else if (reading != null) {
            allSaid(reading);
        }
    }

    private void allSaid(Reading reading) {
        switch (phase) {
            case HOLDING -> complete(reading);
            case FLOWING -> completeFlow(reading);
            case WAITING, REFUSED, OVER -> {}
        }
    }

    /** All of a good answer is here and nothing was sent. */
    private void complete(Reading reading) {
        keep(reading.end());
        Result.Failed failure = Failures.inWhole(target, reading, outlet.bytes() == 0 && !judged().mayBeEmpty());
        if (failure != null) {
            fail(failure);
        } else {
            trial.firstToken();
            settle(new Outcome.Success());
            inlet.cancel();
            UpstreamResponse answer = judged().response();
            ByteBuf body = outlet.takeAll(call.body().bytes().alloc());
            verdict.accept(new Result.Good(new Answer.Whole(answer.status(), reading.headers(answer.headers()), body)));
        }
    }

    private void completeFlow(Reading reading) {
        keep(reading.end());
        end(Ending.complete(target, reading, call.origin().requestId()));
    }

    @Override
    public void onError(Throwable cause) {
        inlet.ended();
        broken(cause);
    }

    private void broken(Throwable cause) {
        Reading known = reading;
        if (known != null && (known.concluded() || (phase == Phase.FLOWING && known.finished()))) {
            // All was said: how the connection ends says nothing any more.
            allSaid(known);
            return;
        }
        switch (phase) {
            case WAITING, HOLDING, REFUSED -> fail(Failures.of(target, cause, again));
            case FLOWING ->
                end(Ending.broken(Failures.known(cause), read(), call.origin().requestId()));
            case OVER -> {}
        }
    }

    private void refuse(@Nullable ByteBuf body) {
        fail(passage.refused(judged().response(), body, trial.nowMillis()));
    }

    private void fail(Result.Failed failure) {
        settle(failure.outcome());
        inlet.cancel();
        outlet.close();
        verdict.accept(failure);
    }

    /** An answer ends whose beginning the caller has got. */
    private void end(Ending ending) {
        settle(ending.outcome());
        inlet.cancel();
        if (ending.cut()) {
            call.tally().cut();
        }
        keep(ending.event());
        outlet.end(ending.cause());
    }

    @Override
    public void wanted(long buffers) {
        inlet.wanted(buffers);
    }

    @Override
    public void left() {
        if (phase != Phase.OVER) {
            settle(new Outcome.Abandoned());
            inlet.cancel();
            outlet.close();
            // Writing ends as if all were well when the caller closes in order: nobody else would learn of it.
            call.tally().left();
        }
    }

    @Override
    public boolean canTakeSigns() {
        return phase == Phase.FLOWING;
    }

    @Override
    public boolean waitsForTheCaller() {
        return phase == Phase.FLOWING && (outlet.stalled() || outlet.demand() == 0);
    }

    @Override
    public boolean signOfLife() {
        byte[] sign = outlet.demand() == 0 ? NOTHING : read().keepAlive();
        if (sign.length > 0) {
            outlet.add(Unpooled.wrappedBuffer(sign));
            outlet.drain();
        }
        return sign.length > 0;
    }

    @Override
    public void tooLate(String how) {
        broken(new UpstreamException(Kind.TIMEOUT, target.provider().id() + ' ' + how));
    }

    /** Nothing more is taken from the provider; what waits may still go out. */
    private void settle(Outcome outcome) {
        phase = Phase.OVER;
        vigil.end();
        trial.end(outcome, Heard.of(reading, passage.losses(), received));
    }

    private Reading read() {
        return Objects.requireNonNull(reading, "a good head begins the reading");
    }

    private Head judged() {
        return Objects.requireNonNull(head, "only called once there is a head");
    }
}
