package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.translate.Framing;
import io.ninerouter.gateway.upstream.UpstreamException;
import io.ninerouter.gateway.upstream.UpstreamException.Kind;
import io.ninerouter.gateway.upstream.UpstreamResponse;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * One answer on its way from a provider to the caller. It is held back until it proves good: then it is committed and
 * flows; until then another target can still be tried. Everything happens on the call's event loop, so nothing is locked.
 *
 * <ul>
 *   <li>A status that is no success: collected, then failed.
 *   <li>A stream: held until its first meaningful event, {@value #HOLD_BYTES} bytes, or the time after which the caller
 *       needs a sign of life.
 *   <li>An answer in one piece: held until it is complete or {@value #HOLD_BYTES} bytes, so that one that is cut within
 *       them can still be replaced.
 * </ul>
 *
 * <p>After the commit a failure becomes the dialect's error event, or, where there is none, a cut connection: never a
 * clean end.
 */
final class Relay implements CoreSubscriber<ByteBuf>, Outlet.Source, Vigil.Watched {
    static final int HOLD_BYTES = 256 << 10;
    private static final int STEP = 8;

    private final Call call;
    private final Target target;
    private final Trial trial;
    private final boolean last;
    private final Consumer<Result> verdict;
    private final Vigil vigil;
    private final Outlet outlet;

    private Phase phase = Phase.WAITING;
    private @Nullable Disposable exchange;
    private @Nullable Head head;
    private @Nullable AnswerTap tap;
    private @Nullable Subscription upstream;
    private long outstanding;

    /**
     * @param last whether nothing is left to try, so that an error inside a good answer is the caller's
     * @param verdict gets exactly one result unless {@link #abandon} comes first
     */
    Relay(Call call, Target target, Trial trial, boolean last, Consumer<Result> verdict) {
        this.call = call;
        this.target = target;
        this.trial = trial;
        this.last = last;
        this.verdict = verdict;
        GatewayConfig.Settings settings = call.snapshot().settings();
        // Only a stream has room for signs of life.
        long keepAlive = call.question().framing() == Framing.UNARY ? 0 : settings.keepAliveMillis();
        Silence silence = new Silence(settings.timeouts(), keepAlive, trial.begun());
        vigil = new Vigil(call.origin().loop(), trial::now, silence, this);
        outlet = new Outlet(call.origin().loop(), this);
    }

    /** Begins to wait for an exchange. */
    void await(Mono<UpstreamResponse> answer) {
        vigil.begin();
        exchange = answer.subscribe(this::head, this::broken);
    }

    /** The caller left before there was anything to send. */
    void abandon() {
        if (phase != Phase.FLOWING && phase != Phase.OVER) {
            left();
        }
    }

    private void head(UpstreamResponse answer) {
        vigil.received();
        head = Head.of(answer, call.question().framing());
        phase = head.good() ? Phase.HOLDING : Phase.REFUSED;
        if (head.good()) {
            tap = AnswerTap.of(call.question(), head.framing());
        }
        answer.body().subscribe(this);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        upstream = subscription;
        wanted(STEP);
    }

    @Override
    public void onNext(ByteBuf bytes) {
        outstanding--;
        if (phase == Phase.OVER) {
            return;
        }
        outlet.add(bytes.retain());
        if (tap != null) {
            tap.read(bytes);
        }
        if (phase == Phase.FLOWING) {
            vigil.passed();
            outlet.drain();
            return;
        }
        vigil.received();
        if (phase == Phase.HOLDING) {
            judge(tapped());
        } else if (outlet.bytes() < HOLD_BYTES) {
            wanted(STEP);
        } else {
            refuse(null);
        }
    }

    private void judge(AnswerTap reading) {
        ApiError error = reading.error();
        if (error != null && !last) {
            fail(Failures.inAnswer(target, error), reading.usage());
        } else if (reading.committable() || outlet.bytes() >= HOLD_BYTES) {
            commit();
        } else {
            wanted(STEP);
        }
    }

    private void commit() {
        phase = Phase.FLOWING;
        trial.firstToken();
        verdict.accept(judged().flowing(outlet));
    }

    @Override
    public void onComplete() {
        upstream = null;
        switch (phase) {
            case REFUSED -> refuse(outlet.takeAll(call.body().bytes().alloc()));
            case HOLDING -> complete(tapped());
            case FLOWING -> completeFlow(tapped());
            case WAITING, OVER -> {}
        }
    }

    /** All of a good answer is here and nothing was sent. */
    private void complete(AnswerTap reading) {
        reading.end();
        ApiError error = reading.error();
        boolean empty = outlet.bytes() == 0 && !judged().mayBeEmpty();
        if (error != null && !last) {
            fail(Failures.inAnswer(target, error), reading.usage());
        } else if (error == null && (empty || reading.cut())) {
            broken(new UpstreamException(Kind.CUT, target.provider().id() + " sent only a part of an answer"));
        } else {
            trial.firstToken();
            finish();
            trial.end(outcome(error), reading.usage());
            verdict.accept(judged().whole(outlet.takeAll(call.body().bytes().alloc())));
        }
    }

    private void completeFlow(AnswerTap reading) {
        reading.end();
        ApiError error = reading.error();
        if (error == null && reading.cut()) {
            breakOff(new UpstreamException(Kind.CUT, "the answer ended before it was complete"));
        } else {
            finish();
            trial.end(outcome(error), reading.usage());
            outlet.end(null);
        }
    }

    private Outcome outcome(@Nullable ApiError error) {
        return error == null ? new Outcome.Success() : Failures.outcome(target, error);
    }

    @Override
    public void onError(Throwable cause) {
        upstream = null;
        broken(cause);
    }

    private void broken(Throwable cause) {
        switch (phase) {
            case WAITING, HOLDING, REFUSED -> fail(Failures.of(target, cause), tap == null ? null : tap.usage());
            case FLOWING -> breakOff(Failures.known(cause));
            case OVER -> {}
        }
    }

    private void refuse(@Nullable ByteBuf body) {
        UpstreamResponse answer = judged().response();
        fail(Failures.refused(target, answer.status(), answer.headers(), body, trial.nowMillis()), null);
    }

    private void fail(Result.Failed failure, @Nullable Usage usage) {
        finish();
        cancelUpstream();
        outlet.close();
        trial.end(failure.outcome(), usage);
        verdict.accept(failure);
    }

    /** The answer broke off after its beginning was sent: say so in its dialect, or cut the caller off. */
    private void breakOff(UpstreamException failure) {
        finish();
        cancelUpstream();
        call.tally().cut();
        trial.end(new Outcome.NoAnswer(failure.reason()), tapped().usage());
        byte[] event = tapped().failure(Failures.error(failure), call.origin().requestId());
        if (event.length > 0) {
            outlet.add(Unpooled.wrappedBuffer(event));
        }
        outlet.end(event.length > 0 ? null : failure);
    }

    @Override
    public void wanted(long buffers) {
        long more = buffers - outstanding;
        if (more > 0 && upstream != null) {
            outstanding += more;
            upstream.request(more);
        }
    }

    @Override
    public void left() {
        if (phase != Phase.OVER) {
            abandoned();
        }
    }

    private void abandoned() {
        finish();
        cancelUpstream();
        outlet.close();
        // Writing ends as if all were well when the caller closes in order: nobody else would learn of it.
        call.tally().left();
        trial.end(new Outcome.Abandoned(), tap == null ? null : tap.usage());
    }

    @Override
    public boolean canTakeSigns() {
        return phase == Phase.FLOWING || phase == Phase.HOLDING;
    }

    @Override
    public boolean waitsForTheCaller() {
        return phase == Phase.FLOWING && outlet.stalled();
    }

    @Override
    public boolean signOfLife() {
        if (phase == Phase.HOLDING) {
            commit();
            return true;
        }
        byte[] sign = tapped().keepAlive();
        if (sign.length == 0 || outlet.demand() == 0) {
            return false;
        }
        outlet.add(Unpooled.wrappedBuffer(sign));
        outlet.drain();
        return true;
    }

    @Override
    public void tooLate(String how) {
        broken(new UpstreamException(Kind.TIMEOUT, target.provider().id() + ' ' + how));
    }

    /** Nothing more is taken from the provider; what waits may still go out. */
    private void finish() {
        phase = Phase.OVER;
        vigil.end();
    }

    private void cancelUpstream() {
        if (upstream != null) {
            upstream.cancel();
        } else if (exchange != null) {
            exchange.dispose();
        }
    }

    private AnswerTap tapped() {
        return Objects.requireNonNull(tap, "a good head sets the tap");
    }

    private Head judged() {
        return Objects.requireNonNull(head, "only called once there is a head");
    }
}
