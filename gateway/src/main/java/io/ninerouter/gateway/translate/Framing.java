package io.ninerouter.gateway.translate;

/** How an answer travels. */
public enum Framing {
    /** One JSON text. */
    UNARY,
    /** Server-sent events. */
    SSE,
    /** Gemini without {@code alt=sse}: a JSON array, one element a chunk. */
    JSON_ARRAY;

    /** The content type of an answer framed so. */
    public String contentType() {
        return this == SSE ? "text/event-stream" : "application/json";
    }
}
