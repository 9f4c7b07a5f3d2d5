package io.ninerouter.gateway.translate;

/** How an answer travels. Clients get the first three; providers use the others too. */
public enum Framing {
    /** One JSON text. */
    UNARY("application/json"),
    /** Server-sent events. */
    SSE("text/event-stream"),
    /** Gemini without {@code alt=sse}: a JSON array, one element a chunk. */
    JSON_ARRAY("application/json"),
    /** Binary messages of AWS, each with headers, a payload and checksums. */
    EVENT_STREAM("application/vnd.amazon.eventstream"),
    /** The Connect protocol: messages behind five bytes of flags and length. */
    CONNECT("application/connect+proto"),
    /** JSON texts, one a line. */
    LINES("application/x-ndjson");

    private final String contentType;

    Framing(String contentType) {
        this.contentType = contentType;
    }

    /** The content type of an answer framed so. */
    public String contentType() {
        return contentType;
    }

    /** What to throw where a framing that clients get is expected and another came: a mistake in the program. */
    public IllegalArgumentException notClients() {
        return new IllegalArgumentException("framing: " + this + " (expected: UNARY, SSE or JSON_ARRAY)");
    }
}
