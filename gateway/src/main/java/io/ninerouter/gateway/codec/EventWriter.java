package io.ninerouter.gateway.codec;

import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;

/**
 * Writes the events of a streamed answer: server-sent ones, or the elements of one JSON array. Not thread-safe.
 *
 * <p>{@code JsonWriter json = out.begin("message_stop"); json.object()…endObject(); out.end();}
 */
public final class EventWriter {
    private final ByteBuilder out;
    private final JsonWriter json;
    private final boolean array;
    private boolean any;

    private EventWriter(ByteBuilder out, boolean array) {
        this.out = out;
        this.json = new JsonWriter(out);
        this.array = array;
    }

    /** Server-sent events. */
    public static EventWriter sse(ByteBuilder out) {
        return new EventWriter(out, false);
    }

    /** Elements of a JSON array (Gemini without {@code alt=sse}). */
    public static EventWriter jsonArray(ByteBuilder out) {
        return new EventWriter(out, true);
    }

    /**
     * Begins an event; one JSON value and {@link #end()} have to follow.
     *
     * @param name for the {@code event} field; empty = none
     */
    public JsonWriter begin(String name) {
        if (array) {
            out.ascii(any ? ",\r\n" : "[");
        } else {
            if (!name.isEmpty()) {
                out.ascii("event: ");
                out.ascii(name);
                out.append('\n');
            }
            out.ascii("data: ");
        }
        any = true;
        return json.restart();
    }

    /** Ends the event. */
    public void end() {
        if (!array) {
            out.ascii("\n\n");
        }
    }

    /** An event of ASCII text that is no JSON, such as {@code [DONE]}; nothing in an array. */
    public void literal(String data) {
        if (!array) {
            out.ascii("data: ");
            out.ascii(data);
            out.ascii("\n\n");
        }
    }

    /** A comment, which keeps the connection warm and means nothing; only in server-sent events. */
    public void comment() {
        out.ascii(": keep-alive\n\n");
    }

    /** White space between events or elements, which does the same for clients that cannot read comments. */
    public void blank() {
        out.ascii("\n");
    }

    /** The stream is complete: closes the array. Nothing else may follow. */
    public void close() {
        if (array) {
            out.ascii(any ? "]" : "[]");
        }
    }
}
