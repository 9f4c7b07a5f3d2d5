package io.ninerouter.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.ninerouter.config.Dialect;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The headers that the gateway adds of its own. Stateless. */
final class AnswerHeaders {
    private static final AsciiString ACCEL_BUFFERING = AsciiString.cached("X-Accel-Buffering");
    private static final AsciiString NO = AsciiString.cached("no");
    private static final AsciiString NO_CACHE = AsciiString.cached("no-cache");
    private static final AsciiString REQUEST_ID = AsciiString.cached("x-request-id");
    private static final AsciiString ANTHROPIC_REQUEST_ID = AsciiString.cached("request-id");
    private static final AsciiString TARGET = AsciiString.cached("x-ninerouter-target");
    private static final AsciiString ATTEMPTS = AsciiString.cached("x-ninerouter-attempts");
    private static final AsciiString EVENT_STREAM = AsciiString.cached("text/event-stream");

    private AnswerHeaders() {}

    /** Names the request; Anthropic's SDKs read the name elsewhere. */
    static void identify(BiConsumer<String, String> headers, String requestId, Dialect dialect) {
        headers.accept(REQUEST_ID.toString(), requestId);
        if (dialect == Dialect.ANTHROPIC) {
            headers.accept(ANTHROPIC_REQUEST_ID.toString(), requestId);
        }
    }

    /** The same for headers of the server. */
    static void identify(HttpHeaders headers, String requestId, Dialect dialect) {
        headers.set(REQUEST_ID, requestId);
        if (dialect == Dialect.ANTHROPIC) {
            headers.set(ANTHROPIC_REQUEST_ID, requestId);
        }
    }

    /** Says where the answer is from. */
    static void route(HttpHeaders headers, @Nullable String target, int attempts) {
        if (target != null) {
            headers.set(TARGET, plain(target));
        }
        headers.set(ATTEMPTS, Integer.toString(attempts));
    }

    /** Keeps proxies from collecting a stream. */
    static void stream(HttpHeaders headers) {
        headers.set(ACCEL_BUFFERING, NO);
        headers.set(HttpHeaderNames.CACHE_CONTROL, NO_CACHE);
    }

    /** Whether these are the headers of an event stream. */
    static boolean isEventStream(HttpHeaders headers) {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
        return type != null && AsciiString.regionMatches(type, true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
    }

    /** A model name may hold what a header may not. */
    private static String plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return text.replaceAll("[^ -~]", "?");
            }
        }
        return text;
    }
}
