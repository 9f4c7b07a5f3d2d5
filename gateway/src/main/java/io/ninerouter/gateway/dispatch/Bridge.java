package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.ScheduledFuture;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.health.Complaint;
import io.ninerouter.gateway.translate.Framing;
import io.ninerouter.gateway.translate.PassThroughPipe;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * Bridges the time until a stream has an answer. A caller who has heard nothing for as long as the Router says gets the head
 * of a stream and a sign of life, then one each such time, so that nothing in between cuts the connection; behind it targets
 * are still tried. The answer that is found goes on in the same stream. What would have been an error status can only be the
 * dialect's error event then. Used on the call's event loop alone.
 */
final class Bridge implements Outlet.Source {
    private final Call call;
    private final MonoSink<Dispatched> sink;
    private final long patienceMillis;
    private final Inlet inlet = new Inlet();
    private final Outlet outlet;

    private State state = State.WAITING;
    private @Nullable ScheduledFuture<?> timer;

    private Bridge(Call call, MonoSink<Dispatched> sink, long patienceMillis) {
        this.call = call;
        this.sink = sink;
        this.patienceMillis = patienceMillis;
        outlet = new Outlet(call.origin().loop(), this);
    }

    /**
     * An answer that is bridged when it takes long; as it is where the caller wants it in one piece, or no signs of life.
     *
     * @param answer exactly one, on the call's event loop; cancelling it cancels the provider
     */
    static Mono<Dispatched> over(Call call, Mono<Dispatched> answer) {
        Call.Question question = call.question();
        long patience = call.snapshot().settings().keepAliveMillis();
        if (patience == 0 || question.framing() == Framing.UNARY || question.action() != Action.GENERATE) {
            return answer;
        }
        return Mono.create(sink -> new Bridge(call, sink, patience).begin(answer));
    }

    private void begin(Mono<Dispatched> answer) {
        sink.onCancel(this::abandon);
        schedule();
        inlet.awaits(answer.subscribe(this::answered, this::broken));
    }

    private void schedule() {
        timer = call.origin().loop().schedule(this::tooQuiet, patienceMillis, TimeUnit.MILLISECONDS);
    }

    private void tooQuiet() {
        switch (state) {
            case WAITING -> {
                state = State.BRIDGING;
                sign();
                schedule();
                sink.success(new Dispatched(new Answer.Flowing(200, head(), outlet, outlet::cancel), null));
            }
            case BRIDGING -> {
                if (!outlet.stalled()) {
                    sign();
                    outlet.drain();
                }
                schedule();
            }
            case OVER -> {}
        }
    }

    private void sign() {
        outlet.add(Unpooled.wrappedBuffer(words().keepAlive()));
    }

    /** Knows what the caller is told in its dialect. Made when it is needed: most streams have an answer long before. */
    private PassThroughPipe words() {
        return new PassThroughPipe(call.question().dialect(), call.question().framing());
    }

    private HttpHeaders head() {
        HttpHeaders head =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        return head.set(HttpHeaderNames.CONTENT_TYPE, call.question().framing().contentType());
    }

    private void answered(Dispatched done) {
        State before = over();
        if (before == State.WAITING) {
            sink.success(done);
        } else if (before == State.BRIDGING) {
            goOn(done.answer());
        } else {
            letGo(done.answer());
        }
    }

    private void broken(Throwable cause) {
        State before = over();
        if (before == State.WAITING) {
            sink.error(cause);
        } else if (before == State.BRIDGING) {
            fail(ApiError.of(
                    ApiError.Kind.INTERNAL,
                    "the request failed: " + cause.getClass().getSimpleName()));
        }
    }

    /** Ends the bridging; gives the state before. */
    private State over() {
        State before = state;
        state = State.OVER;
        if (timer != null) {
            timer.cancel(false);
        }
        return before;
    }

    private void goOn(Answer answer) {
        switch (answer) {
            case Answer.Refused refused -> fail(refused.error());
            case Answer.Whole whole
            when fits(whole.status(), whole.headers()) -> {
                outlet.add(whole.body());
                outlet.end(null);
            }
            case Answer.Whole whole -> {
                ApiError error = told(whole);
                whole.body().release();
                fail(error);
            }
            case Answer.Flowing flowing
            when fits(flowing.status(), flowing.headers()) ->
                flowing.body().subscribe(new Inflow(inlet, outlet, outlet::end));
            case Answer.Flowing flowing -> {
                flowing.abandon().run();
                fail(unfit());
            }
        }
    }

    /** Whether a body can follow the head that the caller has got. */
    private boolean fits(int status, HttpHeaders headers) {
        boolean json = AsciiString.containsIgnoreCase(headers.get(HttpHeaderNames.CONTENT_TYPE, ""), "json");
        return status < 300
                && json == (call.question().framing() == Framing.JSON_ARRAY)
                && !headers.contains(HttpHeaderNames.CONTENT_ENCODING);
    }

    private static ApiError told(Answer.Whole whole) {
        Complaint said = Complaint.read(ByteBufUtil.getBytes(whole.body()));
        return whole.status() < 300
                ? unfit()
                : Failures.told(whole.status(), said, "the provider answered with status " + whole.status());
    }

    private static ApiError unfit() {
        return ApiError.of(ApiError.Kind.UPSTREAM, "the provider's answer came too late and is no stream");
    }

    private void fail(ApiError error) {
        call.tally().cut();
        outlet.add(Unpooled.wrappedBuffer(words().failure(error, call.origin().requestId())));
        outlet.end(null);
    }

    private static void letGo(Answer answer) {
        switch (answer) {
            case Answer.Refused _ -> {}
            case Answer.Whole whole -> whole.body().release();
            case Answer.Flowing flowing -> flowing.abandon().run();
        }
    }

    @Override
    public void wanted(long buffers) {
        inlet.wanted(buffers);
    }

    @Override
    public void left() {
        over();
        inlet.cancel();
        call.tally().left();
    }

    /** The caller left before it got anything. */
    private void abandon() {
        if (state == State.WAITING) {
            left();
        }
    }

    private enum State {
        /** Nothing was sent, no answer is there. */
        WAITING,
        /** The head of a stream was sent, no answer is there. */
        BRIDGING,
        /** There is an answer, or the caller has left. */
        OVER
    }
}
