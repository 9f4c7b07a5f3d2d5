package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.ScheduledFuture;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.translate.Framing;
import io.ninerouter.gateway.upstream.UpstreamException;
import io.ninerouter.gateway.upstream.UpstreamException.Kind;
import io.ninerouter.gateway.upstream.UpstreamResponse;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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
final class Relay implements CoreSubscriber<ByteBuf>, Outlet.Source {
    static final int HOLD_BYTES = 256 << 10;
    private static final int STEP = 8;
    private static final AsciiString EVENT_STREAM = AsciiString.cached("text/event-stream");
    private static final AsciiString HTML = AsciiString.cached("text/html");

    private final Call call;
    private final Target target;
    private final Trial trial;
    private final boolean last;
    private final Consumer<Result> verdict;
    private final Silence silence;
    private final Outlet outlet;

    private Phase phase = Phase.WAITING;
    private @Nullable Disposable exchange;
    private @Nullable UpstreamResponse response;
    private @Nullable AnswerTap tap;
    private @Nullable Subscription upstream;
    private @Nullable ScheduledFuture<?> timer;
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
        var settings = call.snapshot().settings();
        silence = new Silence(settings.timeouts(), settings.keepAliveMillis(), trial.begun());
        outlet = new Outlet(call.origin().loop(), this);
    }

    /** Begins to wait for an exchange. */
    void await(Mono<UpstreamResponse> answer) {
        schedule();
        exchange = answer.subscribe(this::head, this::broken, this::unanswered);
    }

    /** The caller left before there was anything to send. */
    void abandon() {
        if (phase != Phase.FLOWING && phase != Phase.OVER) {
            left();
        }
    }

    private void head(UpstreamResponse answer) {
        response = answer;
        silence.received(trial.now());
        CharSequence type = answer.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        boolean good = answer.status() >= 200 && answer.status() < 300 && !startsWith(type, HTML);
        phase = good ? Phase.HOLDING : Phase.REFUSED;
        if (good) {
            tap = AnswerTap.of(call.question(), framing(type));
        }
        answer.body().subscribe(this);
    }

    private Framing framing(CharSequence type) {
        Framing asked = call.question().framing();
        if (startsWith(type, EVENT_STREAM) || (type.isEmpty() && asked == Framing.SSE)) {
            return Framing.SSE;
        }
        return asked == Framing.JSON_ARRAY ? asked : Framing.UNARY;
    }

    private void unanswered() {
        if (phase == Phase.WAITING) {
            broken(new UpstreamException(Kind.NO_ANSWER, target.provider().id() + " did not answer"));
        }
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
        long now = trial.now();
        silence.received(now);
        outlet.add(bytes.retain());
        if (tap != null) {
            tap.read(bytes);
        }
        switch (phase) {
            case FLOWING -> {
                silence.sent(now);
                outlet.drain();
            }
            case HOLDING -> judge(tapped());
            case REFUSED -> {
                if (outlet.bytes() >= HOLD_BYTES) {
                    refuse(null);
                } else {
                    wanted(STEP);
                }
            }
            case WAITING, OVER -> {}
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
        UpstreamResponse answer = answered();
        verdict.accept(
                new Result.Good(new Answer.Flowing(answer.status(), Headers.toCaller(answer.headers()), outlet)));
    }

    @Override
    public void onComplete() {
        upstream = null;
        switch (phase) {
            case REFUSED -> refuse(outlet.takeAll(alloc()));
            case HOLDING -> complete(tapped());
            case FLOWING -> completeFlow(tapped());
            case WAITING, OVER -> {}
        }
    }

    /** All of a good answer is here and nothing was sent. */
    private void complete(AnswerTap reading) {
        reading.end();
        ApiError error = reading.error();
        boolean empty = outlet.bytes() == 0 && answered().status() == 200;
        if (error != null && !last) {
            fail(Failures.inAnswer(target, error), reading.usage());
        } else if (error == null && (empty || reading.cut())) {
            broken(new UpstreamException(Kind.CUT, target.provider().id() + " sent only a part of an answer"));
        } else {
            trial.firstToken();
            finish();
            trial.end(error == null ? new Outcome.Success() : Failures.outcome(target, error), reading.usage());
            UpstreamResponse answer = answered();
            ByteBuf body = outlet.takeAll(alloc());
            verdict.accept(
                    new Result.Good(new Answer.Whole(answer.status(), Headers.toCaller(answer.headers()), body)));
        }
    }

    private void completeFlow(AnswerTap reading) {
        reading.end();
        ApiError error = reading.error();
        if (error == null && reading.cut()) {
            breakOff(new UpstreamException(Kind.CUT, "the answer ended before it was complete"));
            return;
        }
        finish();
        trial.end(error == null ? new Outcome.Success() : Failures.outcome(target, error), reading.usage());
        outlet.end(null);
    }

    @Override
    public void onError(Throwable cause) {
        upstream = null;
        broken(cause);
    }

    private void broken(Throwable cause) {
        switch (phase) {
            case WAITING, HOLDING, REFUSED -> fail(Failures.of(target, cause), tap == null ? null : tap.usage());
            case FLOWING ->
                breakOff(
                        cause instanceof UpstreamException known
                                ? known
                                : new UpstreamException(Kind.CUT, "the answer could not be read"));
            case OVER -> {}
        }
    }

    private void refuse(@Nullable ByteBuf body) {
        UpstreamResponse answer = answered();
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
        AnswerTap reading = tapped();
        trial.end(new Outcome.NoAnswer(failure.reason()), reading.usage());
        byte[] event = reading.failure(Failures.error(failure), call.origin().requestId());
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
        if (phase == Phase.OVER) {
            return;
        }
        finish();
        cancelUpstream();
        outlet.close();
        trial.end(new Outcome.Abandoned(), tap == null ? null : tap.usage());
    }

    private void tick() {
        if (phase == Phase.OVER) {
            return;
        }
        boolean flowing = streaming() && (phase == Phase.FLOWING || phase == Phase.HOLDING);
        boolean paused = phase == Phase.FLOWING && outlet.stalled();
        switch (silence.due(trial.now(), flowing, paused)) {
            case TOO_LATE -> {
                String how = silence.answered() ? " fell silent for " : " did not answer within ";
                broken(new UpstreamException(
                        Kind.TIMEOUT, target.provider().id() + how + silence.boundMillis() + " ms"));
                return;
            }
            case KEEP_ALIVE -> signOfLife();
            case NOTHING -> {}
        }
        schedule();
    }

    private void signOfLife() {
        if (phase == Phase.HOLDING) {
            commit();
            return;
        }
        byte[] sign = tapped().keepAlive();
        if (sign.length > 0 && outlet.demand() > 0) {
            silence.sent(trial.now());
            outlet.add(Unpooled.wrappedBuffer(sign));
            outlet.drain();
        }
    }

    private void schedule() {
        long delay = silence.untilNext(trial.now(), streaming());
        timer = call.origin().loop().schedule(this::tick, delay, TimeUnit.NANOSECONDS);
    }

    /** Nothing more is taken from the provider; what waits may still go out. */
    private void finish() {
        phase = Phase.OVER;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void cancelUpstream() {
        if (upstream != null) {
            upstream.cancel();
        } else if (exchange != null) {
            exchange.dispose();
        }
    }

    private boolean streaming() {
        return call.question().framing() != Framing.UNARY;
    }

    private ByteBufAllocator alloc() {
        return call.body().bytes().alloc();
    }

    private AnswerTap tapped() {
        return Objects.requireNonNull(tap, "a good head sets the tap");
    }

    private UpstreamResponse answered() {
        return Objects.requireNonNull(response, "only called once there is a head");
    }

    private static boolean startsWith(CharSequence type, AsciiString prefix) {
        return AsciiString.regionMatches(type, true, 0, prefix, 0, prefix.length());
    }

    /** How far the answer has come. */
    private enum Phase {
        /** No head yet. */
        WAITING,
        /** A status that is no success; its body is collected. */
        REFUSED,
        /** Good so far, nothing sent. */
        HOLDING,
        /** Committed: what comes goes out. */
        FLOWING,
        /** Nothing more comes. */
        OVER
    }
}
