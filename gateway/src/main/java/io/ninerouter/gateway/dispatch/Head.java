package io.ninerouter.gateway.dispatch;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.AsciiString;
import io.ninerouter.gateway.translate.Framing;
import io.ninerouter.gateway.upstream.UpstreamResponse;

/**
 * The head of a provider's answer, judged.
 *
 * @param good whether an answer may follow: a success, and no page for people
 * @param framing how the body comes, which need not be how it was asked for
 */
record Head(UpstreamResponse response, boolean good, Framing framing) {
    private static final AsciiString EVENT_STREAM = AsciiString.cached("text/event-stream");
    private static final AsciiString AWS = AsciiString.cached(Framing.EVENT_STREAM.contentType());
    private static final AsciiString CONNECT = AsciiString.cached(Framing.CONNECT.contentType());
    private static final AsciiString LINES = AsciiString.cached(Framing.LINES.contentType());
    private static final AsciiString HTML = AsciiString.cached("text/html");

    static Head of(UpstreamResponse response, Framing asked) {
        CharSequence type = response.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        boolean good = response.status() >= 200 && response.status() < 300 && !startsWith(type, HTML);
        if (startsWith(type, AWS)) {
            return new Head(response, good, Framing.EVENT_STREAM);
        }
        if (startsWith(type, CONNECT)) {
            return new Head(response, good, Framing.CONNECT);
        }
        if (startsWith(type, LINES)) {
            return new Head(response, good, Framing.LINES);
        }
        // Some servers call a stream plain text or nothing: only what is said to be JSON is taken for one piece.
        boolean events = startsWith(type, EVENT_STREAM)
                || (asked == Framing.SSE && !AsciiString.containsIgnoreCase(type, "json"));
        Framing framing = events ? Framing.SSE : asked == Framing.JSON_ARRAY ? asked : Framing.UNARY;
        return new Head(response, good, framing);
    }

    /** Whether a body without a byte is all that this head promises. */
    boolean mayBeEmpty() {
        return response.status() != 200;
    }

    private static boolean startsWith(CharSequence type, AsciiString prefix) {
        return AsciiString.regionMatches(type, true, 0, prefix, 0, prefix.length());
    }
}
