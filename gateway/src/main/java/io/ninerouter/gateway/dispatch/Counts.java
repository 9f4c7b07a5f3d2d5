package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.tokens.TokenCounts;
import io.ninerouter.gateway.tokens.TokenEstimator;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Counts the tokens of a request: exactly where a provider has an endpoint for it, else by an estimate that says so. Clients
 * plan their context by this: an estimate serves them better than an error. Thread-safe.
 */
final class Counts {
    private static final AsciiString HOW = AsciiString.cached("x-ninerouter-token-count");
    private static final AsciiString ESTIMATED = AsciiString.cached("estimated");

    private final Attempts attempts;
    private final TokenEstimator estimator = new TokenEstimator();

    Counts(Attempts attempts) {
        this.attempts = attempts;
    }

    /**
     * Counts.
     *
     * @param counting targets that may have an endpoint; may be empty
     * @param first the one that would answer the request: its tokens are estimated
     */
    Mono<Dispatched> count(Call call, Interpreter interpreter, List<Target> counting, Target first) {
        if (counting.isEmpty()) {
            return estimate(call, interpreter, first);
        }
        return attempts.run(call, interpreter, counting).flatMap(done -> {
            Answer answer = done.answer();
            if (!failed(answer)) {
                return Mono.just(new Dispatched(answer, done.target().label()));
            }
            if (answer instanceof Answer.Whole whole) {
                whole.body().release();
            }
            return estimate(call, interpreter, first);
        });
    }

    /** Whether nobody counted, and not because the request is malformed. */
    private static boolean failed(Answer answer) {
        int status = switch (answer) {
            case Answer.Whole whole -> whole.status();
            case Answer.Flowing flowing -> flowing.status();
            case Answer.Refused refused -> refused.error().status();
        };
        return status >= 400 && status != 400 && status != 413 && status != 422;
    }

    /** Away from the event loop: the first use loads the tokenizer, and long prompts take their time. */
    private Mono<Dispatched> estimate(Call call, Interpreter interpreter, Target first) {
        ChatRequest request;
        try {
            request = interpreter.request();
        } catch (BadJsonException e) {
            ApiError error = ApiError.of(ApiError.Kind.INVALID_REQUEST, String.valueOf(e.getMessage()));
            return Mono.just(new Dispatched(new Answer.Refused(error), null));
        }
        return Mono.fromCallable(() -> estimator.input(request, first.model()))
                .subscribeOn(Schedulers.boundedElastic())
                .publishOn(Schedulers.fromExecutor(call.origin().loop()))
                .map(tokens -> new Dispatched(estimated(call, tokens), null));
    }

    private static Answer estimated(Call call, long tokens) {
        HttpHeaders headers =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        headers.set(HOW, ESTIMATED);
        ByteBuf body = Unpooled.wrappedBuffer(TokenCounts.encode(call.question().dialect(), tokens));
        return new Answer.Whole(200, headers, body);
    }
}
