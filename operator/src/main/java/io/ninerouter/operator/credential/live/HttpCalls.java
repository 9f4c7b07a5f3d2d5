package io.ninerouter.operator.credential.live;

import io.ninerouter.egress.Egress;
import io.ninerouter.operator.credential.Answer;
import io.ninerouter.operator.credential.Ask;
import io.ninerouter.operator.credential.Json;
import io.ninerouter.operator.egress.OutboundException;
import io.ninerouter.operator.egress.OutboundHttp;
import io.ninerouter.operator.egress.OutboundReply;
import io.ninerouter.operator.egress.OutboundRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Asks vendors over HTTP: redirects are not followed, bodies are bounded, everything is over in half a minute. What goes wrong
 * is told by its kind alone: messages of exceptions can hold addresses and headers. Thread-safe.
 */
public final class HttpCalls implements VendorCalls {
    private static final Duration WHOLE = Duration.ofSeconds(30);
    private static final int MAX_BODY = 256 << 10;
    private static final String AGENT = "user-agent";
    private static final String USER_AGENT = "ninerouter-operator";

    private final OutboundHttp http;

    /** @param http stays the caller's: it is not closed */
    public HttpCalls(OutboundHttp http) {
        this.http = http;
    }

    @Override
    public Answer call(Ask ask, Egress way) throws InterruptedException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put(AGENT, USER_AGENT);
        headers.putAll(ask.headers());
        CompletableFuture<OutboundReply> call =
                http.send(new OutboundRequest(ask.method(), ask.url(), headers, ask.body(), WHOLE, MAX_BODY), way);
        try {
            return answer(call.get());
        } catch (ExecutionException e) {
            return e.getCause() instanceof OutboundException failure
                    ? new Answer.None(failure.sent(), failure.reason())
                    : new Answer.None(true, "the connection to the vendor broke");
        } catch (InterruptedException e) {
            call.cancel(true);
            throw e;
        }
    }

    private static Answer answer(OutboundReply reply) {
        if (reply.status() / 100 == 2 && !reply.whole()) {
            // What was asked for is done, and what came of it is not known.
            return new Answer.None(true, "the vendor's answer broke off");
        }
        return new Answer.Came(
                reply.status(), wait(reply.header("retry-after"), reply.header("date")), Json.read(reply.body()));
    }

    /** RFC 9110 §10.2.3; a date counts from the vendor's own, so that no two clocks have to agree. */
    static @Nullable Long wait(@Nullable String asked, @Nullable String date) {
        if (asked == null || asked.matches("[0-9]{1,6}")) {
            return asked == null ? null : Long.valueOf(asked);
        }
        try {
            Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(asked));
            Instant now = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date == null ? "" : date));
            return Math.max(0, Duration.between(now, until).toSeconds());
        } catch (DateTimeException e) {
            return null;
        }
    }
}
