package io.ninerouter.gateway.http;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.limits.LimitBoard;
import io.ninerouter.gateway.limits.Permit;
import io.ninerouter.gateway.limits.Refusal;
import io.ninerouter.gateway.security.Admission;
import io.ninerouter.gateway.usage.Tally;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Holds callers to their limits: who has none passes at the cost of one look. Thread-safe. */
final class LimitGate {
    private final LimitBoard board;
    private final ErrorAnswers errors;
    private final LongSupplier millis;

    LimitGate(LimitBoard board, ErrorAnswers errors, LongSupplier millis) {
        this.board = board;
        this.errors = errors;
        this.millis = millis;
    }

    /** Serves a request if its caller's limits let it in; before its body is read. */
    Mono<Void> enter(ServerWebExchange exchange, Admission admission, Tally tally, Function<Permit, Mono<Void>> serve) {
        if (!admission.caller().isBounded()) {
            return serve.apply(Permit.FREE);
        }
        EventLoop loop = AskHandler.loop(Exchanges.nativeRequest(exchange));
        return Mono.<LimitBoard.Entry>create(
                        sink -> sink.onCancel(board.enter(admission.caller(), loop, sink::success)::run))
                .flatMap(entry -> {
                    Refusal refusal = entry.refusal();
                    Permit permit = entry.permit();
                    if (refusal != null) {
                        return refuse(exchange, permit, refusal.error(), tally.dialect());
                    }
                    tally.settles(record -> permit.settle(record.usage(), record.picoUsd(true)));
                    return serve.apply(permit).doFinally(_ -> permit.leave());
                });
    }

    /** Answers with an error, and how the caller stands. */
    Mono<Void> refuse(ServerWebExchange exchange, Permit permit, ApiError error, Dialect dialect) {
        if (permit != Permit.FREE) {
            org.springframework.http.HttpHeaders headers =
                    exchange.getResponse().getHeaders();
            LimitHeaders.tell(headers::set, permit.standing(), dialect, millis.getAsLong());
            if (error.code().equals(Refusal.SPENT)) {
                // Read by the SDKs of OpenAI and Anthropic.
                headers.set("x-should-retry", "false");
            }
        }
        return errors.answer(exchange, error);
    }

    /** Tells how the caller stands instead of how the gateway stands with the provider. */
    void tell(HttpHeaders headers, Permit permit, Dialect dialect) {
        if (permit == Permit.FREE) {
            return;
        }
        for (Map.Entry<String, String> header : headers.entries()) {
            for (String theirs : LimitHeaders.OF_PROVIDERS) {
                if (header.getKey().regionMatches(true, 0, theirs, 0, theirs.length())) {
                    headers.remove(header.getKey());
                }
            }
        }
        LimitHeaders.tell(headers::set, permit.standing(), dialect, millis.getAsLong());
    }
}
