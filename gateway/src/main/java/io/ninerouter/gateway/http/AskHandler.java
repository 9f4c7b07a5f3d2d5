package io.ninerouter.gateway.http;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.ApiError.Kind;
import io.ninerouter.gateway.dispatch.Action;
import io.ninerouter.gateway.dispatch.Answer;
import io.ninerouter.gateway.dispatch.Call;
import io.ninerouter.gateway.dispatch.Dispatched;
import io.ninerouter.gateway.dispatch.Dispatcher;
import io.ninerouter.gateway.dispatch.Time;
import io.ninerouter.gateway.frame.RequestFacts;
import io.ninerouter.gateway.limits.InFlight;
import io.ninerouter.gateway.limits.LimitBoard;
import io.ninerouter.gateway.limits.Permit;
import io.ninerouter.gateway.limits.Refusal;
import io.ninerouter.gateway.security.Admission;
import io.ninerouter.gateway.translate.Framing;
import io.ninerouter.gateway.usage.Asker;
import io.ninerouter.gateway.usage.Tally;
import io.ninerouter.gateway.usage.Tracing;
import io.ninerouter.gateway.usage.UsageListener;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Serves what is asked of a model: admits, reads, dispatches, writes, and settles what became of it. Thread-safe. */
final class AskHandler {
    private static final int LEFT = 499;
    private static final long MAX_DRAINED = 64L << 20;

    private final Dispatcher dispatcher;
    private final InFlight inFlight;
    private final LimitGate gate;
    private final UsageListener listener;
    private final ErrorAnswers errors;
    private final Time time;
    private final Tracing tracing;

    AskHandler(
            Dispatcher dispatcher,
            LimitBoard limits,
            UsageListener listener,
            ErrorAnswers errors,
            Time time,
            Tracing tracing) {
        this.tracing = tracing;
        this.dispatcher = dispatcher;
        this.inFlight = limits.inFlight();
        this.gate = new LimitGate(limits, errors, time.millis());
        this.listener = listener;
        this.errors = errors;
        this.time = time;
    }

    Mono<Void> handle(ServerWebExchange exchange, Route.Ask ask) {
        Admission admission = Admission.of(exchange);
        GatewayConfig.Settings settings = admission.snapshot().settings();
        Tally tally = tally(exchange, ask, admission);
        boolean admitted = inFlight.enter(settings.limits().maxInFlightRequests());
        Mono<Void> answered = admitted
                ? gate.enter(exchange, admission, tally, permit -> serve(exchange, ask, admission, tally, permit))
                : errors.answer(exchange, busy(settings.limits().maxInFlightRequests()));
        return answered.doFinally(signal -> {
            if (admitted) {
                inFlight.leave();
            }
            boolean left = signal == SignalType.CANCEL || tally.hasLeft();
            HttpServerResponse response = Exchanges.nativeResponse(exchange);
            int status = left && !response.hasSentHeaders()
                    ? LEFT
                    : response.status().code();
            tally.close(status, left, settings.requestLog(), time.nanos().getAsLong());
        });
    }

    private Tally tally(ServerWebExchange exchange, Route.Ask ask, Admission admission) {
        Asker asker = new Asker(
                Exchanges.requestId(exchange),
                admission.caller().name(),
                ask.dialect(),
                ask.action().label(),
                ask.model(),
                ask.streamed());
        HttpHeaders headers = Exchanges.nativeRequest(exchange).requestHeaders();
        Tally tally = new Tally(listener, asker, time.nanos().getAsLong(), tracing.begin(headers::get));
        if (admission.snapshot().settings().requestLog() == GatewayConfig.RequestLog.BODIES) {
            tally.keepBodies();
        }
        return tally;
    }

    private Mono<Void> serve(
            ServerWebExchange exchange, Route.Ask ask, Admission admission, Tally tally, Permit permit) {
        HttpServerRequest request = Exchanges.nativeRequest(exchange);
        long max = admission.snapshot().settings().limits().maxRequestBytes();
        ApiError refusal = refusal(request.requestHeaders(), max);
        if (refusal != null) {
            if (!isWorthDraining(request.requestHeaders(), max)) {
                exchange.getResponse().getHeaders().set("Connection", "close");
            }
            return errors.answer(exchange, refusal);
        }
        HttpServerResponse response = Exchanges.nativeResponse(exchange);
        return BodyReader.read(request.receive(), response.alloc(), max)
                .flatMap(body -> {
                    Refusal over = ask.action() == Action.COUNT_TOKENS
                            ? null
                            : permit.take(body.bytes().readableBytes());
                    Mono<Void> answered = over == null
                            ? ask(exchange, ask, admission, body, tally, permit)
                            : gate.refuse(exchange, permit, over.error(), tally.dialect());
                    return answered.doFinally(_ -> body.bytes().release());
                })
                .onErrorResume(BodyReader.RefusedException.class, refused -> errors.answer(exchange, refused.error()));
    }

    /**
     * What is not read is dropped as it arrives and the connection goes on: closing it under a client that still sends would
     * lose the answer. Not when there is too much, or when the client sends nothing before it is told to.
     */
    private static boolean isWorthDraining(HttpHeaders headers, long max) {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        boolean little = length == null || Long.parseLong(length) <= max + MAX_DRAINED;
        return little && !headers.contains(HttpHeaderNames.EXPECT);
    }

    private static @Nullable ApiError refusal(HttpHeaders headers, long max) {
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        if (length != null && Long.parseLong(length) > max) {
            return BodyReader.tooLarge(max);
        }
        String encoding = headers.get(HttpHeaderNames.CONTENT_ENCODING);
        boolean plain = encoding == null || encoding.equalsIgnoreCase("identity");
        return plain
                ? null
                : new ApiError(
                        Kind.INVALID_REQUEST,
                        415,
                        "unsupported_content_encoding",
                        "content-encoding: " + encoding + " (expected: identity)",
                        null);
    }

    private Mono<Void> ask(
            ServerWebExchange exchange,
            Route.Ask ask,
            Admission admission,
            Call.Body body,
            Tally tally,
            Permit permit) {
        RequestFacts facts = body.facts();
        tally.read(body.bytes());
        String model = ask.model() != null ? ask.model() : facts.model();
        Framing framing = framing(exchange, ask, facts);
        if (model == null || model.isBlank()) {
            return errors.answer(
                    exchange, ApiError.of(Kind.INVALID_REQUEST, "model: none (expected: the name of a model)"));
        }
        tally.asked(model, framing != Framing.UNARY);
        HttpServerRequest request = Exchanges.nativeRequest(exchange);
        Call call = new Call(
                admission.snapshot(),
                admission.caller(),
                new Call.Question(ask.dialect(), ask.action(), model, framing, affinity(request, facts)),
                body,
                new Call.Origin(
                        tally.asker().requestId(),
                        request.requestHeaders(),
                        exchange.getRequest().getURI().getRawQuery(),
                        loop(request)),
                tally,
                permit);
        return dispatcher.dispatch(call).flatMap(done -> write(exchange, done, tally, permit));
    }

    private static Framing framing(ServerWebExchange exchange, Route.Ask ask, RequestFacts facts) {
        if (ask.dialect() != Dialect.GEMINI) {
            return facts.stream() ? Framing.SSE : Framing.UNARY;
        }
        if (!ask.streamed()) {
            return Framing.UNARY;
        }
        String query = exchange.getRequest().getURI().getRawQuery();
        boolean events = query != null && ("&" + query + "&").contains("&alt=sse&");
        return events ? Framing.SSE : Framing.JSON_ARRAY;
    }

    /** A client that names its session in a header knows best. */
    private static @Nullable String affinity(HttpServerRequest request, RequestFacts facts) {
        HttpHeaders headers = request.requestHeaders();
        String named = headers.get("x-session-affinity");
        if (named == null) {
            named = headers.get("session_id");
        }
        return named == null ? facts.affinityKey() : named;
    }

    static EventLoop loop(HttpServerRequest request) {
        EventLoop[] loop = new EventLoop[1];
        request.withConnection(connection -> loop[0] = connection.channel().eventLoop());
        return loop[0];
    }

    private Mono<Void> write(ServerWebExchange exchange, Dispatched done, Tally tally, Permit permit) {
        HttpServerResponse response = Exchanges.nativeResponse(exchange);
        HttpHeaders headers = response.responseHeaders();
        AnswerHeaders.route(headers, done.target(), tally.attempts());
        return switch (done.answer()) {
            case Answer.Refused refused -> gate.refuse(exchange, permit, refused.error(), tally.dialect());
            case Answer.Whole whole -> {
                head(response, whole.status(), whole.headers(), tally);
                gate.tell(headers, permit, tally.dialect());
                headers.set(HttpHeaderNames.CONTENT_LENGTH, whole.body().readableBytes());
                tally.wrote(whole.body());
                yield response.sendObject(whole.body()).then().onErrorResume(cause -> cut(response, cause, tally));
            }
            case Answer.Flowing flowing -> {
                head(response, flowing.status(), flowing.headers(), tally);
                gate.tell(headers, permit, tally.dialect());
                yield response.send(flowing.body().doOnNext(tally::wrote))
                        .then()
                        .onErrorResume(cause -> {
                            flowing.abandon().run();
                            return cut(response, cause, tally);
                        });
            }
        };
    }

    /** The answer cannot be completed: the caller has left, or must not take it for complete. */
    private static Mono<Void> cut(HttpServerResponse response, Throwable cause, Tally tally) {
        if (cause instanceof AbortedException || AbortedException.isConnectionReset(cause)) {
            tally.left();
        }
        response.withConnection(connection -> connection.dispose());
        return Mono.empty();
    }

    private static void head(HttpServerResponse response, int status, HttpHeaders provider, Tally tally) {
        HttpHeaders headers = response.responseHeaders();
        response.status(status);
        headers.add(provider);
        AnswerHeaders.identify(headers, tally.asker().requestId(), tally.dialect());
        if (AnswerHeaders.isEventStream(provider)) {
            AnswerHeaders.stream(headers);
        }
    }

    private static ApiError busy(int max) {
        return ApiError.of(Kind.RATE_LIMITED, "requests in flight: " + max + " (expected: fewer; this replica is full)")
                .retryAfter(1_000L);
    }
}
