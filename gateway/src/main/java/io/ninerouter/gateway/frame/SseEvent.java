package io.ninerouter.gateway.frame;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One server-sent event, as a view of the parser's bytes: valid only until the sink returns.
 */
public final class SseEvent {
    private static final byte[] NOTHING = {};

    private String name = "";
    private @Nullable String id;
    private long retryMillis = -1;
    private byte[] bytes = NOTHING;
    private int from;
    private int to;
    private boolean named;
    private boolean filled;
    private boolean joined;

    SseEvent() {}

    /** The {@code event} field; empty when there is none. */
    public String name() {
        return named ? name : "";
    }

    /** The {@code id} field of this event; null when there is none. */
    public @Nullable String id() {
        return id;
    }

    /** The {@code retry} field in milliseconds; -1 when there is none. */
    public long retryMillis() {
        return retryMillis;
    }

    /** The bytes that hold the data; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** First byte of the data. */
    public int from() {
        return from;
    }

    /** One after the last byte of the data. */
    public int to() {
        return to;
    }

    /** The data as text; several data lines are joined by line feeds. */
    public String data() {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    boolean open() {
        return named || filled;
    }

    void clear() {
        named = false;
        filled = false;
        joined = false;
        id = null;
        retryMillis = -1;
        bytes = NOTHING;
        from = 0;
        to = 0;
    }

    /** Names repeat within a stream: the last one is kept as a string. */
    void name(byte[] data, int at, int end) {
        named = true;
        if (!JsonText.same(name, data, at, end)) {
            name = new String(data, at, end - at, StandardCharsets.UTF_8);
        }
    }

    void id(byte[] data, int at, int end) {
        id = new String(data, at, end - at, StandardCharsets.UTF_8);
    }

    /** Ignored unless it is all digits, as the standard says. */
    void retry(byte[] data, int at, int end) {
        long millis = 0;
        for (int i = at; i < end; i++) {
            if (data[i] < '0' || data[i] > '9' || millis > Integer.MAX_VALUE) {
                return;
            }
            millis = millis * 10 + data[i] - '0';
        }
        retryMillis = at == end ? -1 : millis;
    }

    /** The first line of data stays where it is; with a further one they are copied together. */
    void data(byte[] data, int at, int end) {
        if (!filled) {
            filled = true;
            bytes = data;
            from = at;
            to = end;
            return;
        }
        int length = to - from;
        int room = length + 1 + end - at;
        if (!joined || bytes.length < room) {
            byte[] larger = new byte[2 * room];
            System.arraycopy(bytes, from, larger, 0, length);
            bytes = larger;
            joined = true;
        }
        bytes[length] = '\n';
        System.arraycopy(data, at, bytes, length + 1, end - at);
        from = 0;
        to = room;
    }

    /** The buffer that the event lies in has moved. */
    void moved(byte[] now, int shift) {
        if (filled && !joined) {
            bytes = now;
            from += shift;
            to += shift;
        }
    }
}
