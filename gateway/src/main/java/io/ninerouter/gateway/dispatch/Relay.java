package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.ScheduledFuture;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.translate.Framing;
import io.ninerouter.gateway.upstream.UpstreamException;
import io.ninerouter.gateway.upstream.UpstreamResponse;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

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
final class Relay extends Flux<ByteBuf> implements CoreSubscriber<ByteBuf>, Subscription {
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
    private final Held held = new Held();

    private Phase phase = Phase.WAITING;
    private @Nullable Disposable exchange;
    private @Nullable UpstreamResponse response;
    private @Nullable AnswerTap tap;
    private @Nullable Subscription upstream;
    private @Nullable CoreSubscriber<? super ByteBuf> caller;
    private @Nullable ScheduledFuture<?> timer;
    private @Nullable Throwable broken;
    private long demand;
    private long outstanding;
    private boolean ended;
    private boolean draining;

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
    }

    /** Begins to wait for an exchange. */
    void await(Mono<UpstreamResponse> answer) {
        schedule();
        exchange = answer.subscribe(this::head, this::failed, this::unanswered);
    }

    /** The caller left before there was anything to send. */
    void abandon() {
        if (phase == Phase.FLOWING || phase == Phase.OVER) {
            return;
        }
        finish();
        trial.end(new Outcome.Abandoned(), null);
        if (exchange != null) {
            exchange.dispose();
        }
        if (upstream != null) {
            upstream.cancel();
        }
        held.release();
    }

    private void unanswered() {
        if (phase == Phase.WAITING) {
            failed(new UpstreamException(UpstreamException.Kind.NO_ANSWER, target.provider().id() + " did not answer"));
        }
    }

    private void head(UpstreamResponse answer) {
        if (phase == Phase.OVER) {
            answer.body().subscribe().dispose();
            return;
        }
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

    @Override
    public void onSubscribe(Subscription subscription) {
        upstream = subscription;
        pull(STEP);
    }

    @Override
    public void onNext(ByteBuf bytes) {
        outstanding--;
        silence.received(trial.now());
        switch (phase) {
            case REFUSED, HOLDING, FLOWING -> {
                held.add(bytes.retain());
                if (tap != null) {
                    tap.read(bytes);
                }
            }
            case WAITING, OVER -> {
                return;
            }
        }
        if (phase == Phase.FLOWING) {
            drain();
        } else {
            judge();
        }
    }

    private void judge() {
        boolean full = held.bytes() >= HOLD_BYTES;
        if (phase == Phase.REFUSED) {
            if (full) {
                refuse(null);
            } else {
                pull(STEP);
            }
            return;
        }
        AnswerTap reading = tapped();
        ApiError error = reading.error();
        if (error != null && !last) {
            fail(Failures.inAnswer(target, error), reading.usage());
        } else if (full || reading.committable()) {
            commit();
        } else {
            pull(STEP);
        }
    }

    private void commit() {
        phase = Phase.FLOWING;
        trial.firstToken();
        UpstreamResponse answer = answered();
        HttpHeaders headers = Headers.toCaller(answer.headers());
        verdict.accept(new Result.Good(new Answer.Flowing(answer.status(), headers, this)));
    }

    @Override
    public void onComplete() {
        upstream = null;
        switch (phase) {
            case REFUSED -> refuse(held.takeAll(call.body().bytes().alloc()));
            case HOLDING -> complete();
            case FLOWING -> {
                AnswerTap reading = tapped();
                reading.end();
                ApiError error = reading.error();
                if (error != null) {
                    endFlow(null, new Outcome.Refused(error.status(), error.retryAfterMillis(), "error in the answer"));
                } else if (reading.cut()) {
                    cut(new UpstreamException(UpstreamException.Kind.CUT, "the answer ended before it was complete"));
                } else {
                    endFlow(null, new Outcome.Success());
                }
            }
            case WAITING, OVER -> {}
        }
    }

    /** All of a good answer is here and nothing was sent. */
    private void complete() {
        AnswerTap reading = tapped();
        reading.end();
        ApiError error = reading.error();
        if (error != null && !last) {
            fail(Failures.inAnswer(target, error), reading.usage());
            return;
        }
        if (error == null && (reading.cut() || (held.isEmpty() && answered().status() == 200))) {
            failed(new UpstreamException(UpstreamException.Kind.CUT, target.provider().id() + " sent only a part of an answer"));
            return;
        }
        trial.firstToken();
        finish();
        trial.end(
                error == null
                        ? new Outcome.Success()
                        : new Outcome.Refused(error.status(), error.retryAfterMillis(), "error in the answer"),
                reading.usage());
        ByteBuf body = held.takeAll(call.body().bytes().alloc());
        UpstreamResponse answer = answered();
        verdict.accept(new Result.Good(new Answer.Whole(answer.status(), Headers.toCaller(answer.headers()), body)));
    }

    @Override
    public void onError(Throwable cause) {
        upstream = null;
        switch (phase) {
            case WAITING, HOLDING, REFUSED -> failed(cause);
            case FLOWING -> cut(cause);
            case OVER -> {}
        }
    }

    private void failed(Throwable cause) {
        if (phase == Phase.OVER) {
            return;
        }
        fail(Failures.of(target, cause), tap == null ? null : tap.usage());
    }

    private void refuse(@Nullable ByteBuf body) {
        UpstreamResponse answer = answered();
        fail(Failures.refused(target, answer.status(), answer.headers(), body, trial.nowMillis()), null);
    }

    private void fail(Result.Failed failure, @Nullable Usage usage) {
        finish();
        if (exchange != null) {
            exchange.dispose();
        }
        if (upstream != null) {
            upstream.cancel();
        }
        held.release();
        trial.end(failure.outcome(), usage);
        verdict.accept(failure);
    }

    /** The answer broke off after its beginning was sent. */
    private void cut(Throwable cause) {
        UpstreamException failure = cause instanceof UpstreamException known
                ? known
                : new UpstreamException(UpstreamException.Kind.CUT, "the answer could not be read");
        call.tally().cut();
        byte[] event = tapped().failure(Failures.error(failure), call.origin().requestId());
        if (event.length > 0) {
            held.add(Unpooled.wrappedBuffer(event));
        } else {
            broken = failure;
        }
        endFlow(upstream, new Outcome.NoAnswer(failure.reason()));
    }

    private void endFlow(@Nullable Subscription toCancel, Outcome outcome) {
        ended = true;
        trial.end(outcome, tapped().usage());
        if (toCancel != null) {
            toCancel.cancel();
        }
        drain();
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> subscriber) {
        caller = subscriber;
        subscriber.onSubscribe(this);
    }

    @Override
    public void request(long n) {
        EventLoop loop = call.origin().loop();
        if (!loop.inEventLoop()) {
            loop.execute(() -> request(n));
            return;
        }
        demand = Operators.addCap(demand, n);
        drain();
    }

    @Override
    public void cancel() {
        EventLoop loop = call.origin().loop();
        if (!loop.inEventLoop()) {
            loop.execute(this::cancel);
            return;
        }
        if (phase == Phase.OVER) {
            return;
        }
        finish();
        if (upstream != null && !ended) {
            upstream.cancel();
        }
        held.release();
        trial.end(new Outcome.Abandoned(), tapped().usage());
    }

    /** Hands over what waits as far as it is wanted, then asks for more. */
    private void drain() {
        CoreSubscriber<? super ByteBuf> to = caller;
        if (draining || to == null || phase == Phase.OVER) {
            return;
        }
        draining = true;
        while (demand > 0 && phase == Phase.FLOWING) {
            ByteBuf next = held.poll();
            if (next == null) {
                break;
            }
            demand--;
            silence.sent(trial.now());
            to.onNext(next);
        }
        draining = false;
        if (phase != Phase.FLOWING) {
            return;
        }
        if (!ended) {
            pull(demand);
        } else if (held.isEmpty()) {
            finish();
            if (broken == null) {
                to.onComplete();
            } else {
                to.onError(broken);
            }
        }
    }

    private void pull(long wanted) {
        long more = wanted - outstanding;
        if (more > 0 && upstream != null) {
            outstanding += more;
            upstream.request(more);
        }
    }

    private void tick() {
        if (phase == Phase.OVER) {
            return;
        }
        boolean flowing = phase == Phase.FLOWING || phase == Phase.HOLDING;
        boolean paused = phase == Phase.FLOWING && !held.isEmpty();
        switch (silence.due(trial.now(), flowing && streaming(), paused)) {
            case TOO_LATE -> {
                tooLate();
                return;
            }
            case KEEP_ALIVE -> signOfLife();
            case NOTHING -> {}
        }
        schedule();
    }

    private void tooLate() {
        String message = target.provider().id() + (silence.answered() ? " fell silent for " : " did not answer within ")
                + silence.boundMillis() + " ms";
        UpstreamException failure = new UpstreamException(UpstreamException.Kind.TIMEOUT, message);
        if (phase == Phase.FLOWING) {
            cut(failure);
        } else {
            failed(failure);
        }
    }

    private void signOfLife() {
        if (phase == Phase.HOLDING) {
            commit();
            return;
        }
        byte[] sign = tapped().keepAlive();
        if (sign.length > 0 && demand > 0 && !ended) {
            held.add(Unpooled.wrappedBuffer(sign));
            drain();
        }
    }

    private void schedule() {
        long delay = silence.untilNext(trial.now(), streaming());
        timer = call.origin().loop().schedule(this::tick, delay, TimeUnit.NANOSECONDS);
    }

    private void finish() {
        phase = Phase.OVER;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private boolean streaming() {
        return call.question().framing() != Framing.UNARY;
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
        /** Nothing more happens. */
        OVER
    }
}
