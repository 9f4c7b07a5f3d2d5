package io.ninerouter.gateway.frame;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * One message of an AWS event stream: a view on bytes that are valid for a while only. Not thread-safe.
 *
 * <p>All numbers are big-endian: total length, length of the headers, CRC32 of these eight bytes; the headers; the payload;
 * CRC32 of everything before. A header is the length of its name in one byte, the name, a type in one byte, and a value of
 * that type. Source: the Smithy specification, "Amazon Event Stream".
 */
public final class EventStreamMessage {
    static final int PRELUDE = 12;
    /** What a message without headers and payload has. */
    static final int LEAST = PRELUDE + 4;

    private static final int TEXT = 7;

    private byte[] data = {};
    private int headers;
    private int payload;
    private int end;

    EventStreamMessage() {}

    /**
     * The length that a prelude announces.
     *
     * @throws MalformedFrameException when it is none, or one of a message that is not to be had
     */
    static int length(byte[] data, int from, int maxFrame) {
        long total = Integer.toUnsignedLong(number(data, from));
        long headers = Integer.toUnsignedLong(number(data, from + 4));
        checksum("prelude", data, from, from + 8);
        if (total < LEAST || total > maxFrame) {
            throw new MalformedFrameException(
                    "event stream: a message of " + total + " bytes (expected: " + LEAST + " to " + maxFrame + ")");
        }
        if (headers > total - LEAST) {
            throw new MalformedFrameException("event stream: headers of " + headers + " bytes in a message of " + total
                    + " (expected: at most " + (total - LEAST) + ")");
        }
        return (int) total;
    }

    /**
     * Shows the message in these bytes, whose prelude has been checked.
     *
     * @throws MalformedFrameException when it is damaged
     */
    void show(byte[] bytes, int from, int to) {
        checksum("message", bytes, from, to - 4);
        data = bytes;
        headers = from + PRELUDE;
        payload = headers + number(bytes, from + 4);
        end = to - 4;
        for (int at = headers; at < payload; ) {
            at = afterHeader(at);
        }
    }

    /** Whether it is an event; otherwise it is the end of the stream by an exception or an error. */
    public boolean isEvent() {
        String type = text(":message-type");
        return type == null || type.equals("event");
    }

    /** A header that is text; null when there is none of the name, or of another type. */
    public @Nullable String text(String name) {
        for (int at = headers; at < payload; at = afterHeader(at)) {
            int type = at + 1 + (data[at] & 0xFF);
            if (data[type] == TEXT && JsonText.same(name, data, at + 1, type)) {
                int value = type + 3;
                return new String(data, value, unsignedShort(type + 1), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    /** Bytes that hold the payload; only to be read. */
    @SuppressWarnings("EI_EXPOSE_REP")
    public byte[] bytes() {
        return data;
    }

    /** First byte of the payload. */
    public int from() {
        return payload;
    }

    /** One after the last byte of the payload. */
    public int to() {
        return end;
    }

    private int afterHeader(int at) {
        int type = at + 1 + (data[at] & 0xFF);
        if (type >= payload) {
            throw cut();
        }
        int value = type + 1;
        int next = switch (data[type]) {
            case 0, 1 -> value;
            case 2 -> value + 1;
            case 3 -> value + 2;
            case 4 -> value + 4;
            case 5, 8 -> value + 8;
            case 6, TEXT -> value + 2 <= payload ? value + 2 + unsignedShort(value) : payload + 1;
            case 9 -> value + 16;
            default ->
                throw new MalformedFrameException(
                        "event stream: a header of type " + data[type] + " (expected: 0 to 9)");
        };
        if (next > payload) {
            throw cut();
        }
        return next;
    }

    private static MalformedFrameException cut() {
        return new MalformedFrameException(
                "event stream: a header is longer than the headers (expected: that it ends within them)");
    }

    private int unsignedShort(int at) {
        return (data[at] & 0xFF) << 8 | (data[at + 1] & 0xFF);
    }

    private static void checksum(String what, byte[] data, int from, int to) {
        CRC32 crc = new CRC32();
        crc.update(data, from, to - from);
        int told = number(data, to);
        if ((int) crc.getValue() != told) {
            throw new MalformedFrameException("event stream: checksum of a " + what + " " + Integer.toHexString(told)
                    + " (expected: " + Integer.toHexString((int) crc.getValue()) + ")");
        }
    }

    private static int number(byte[] data, int at) {
        return (data[at] & 0xFF) << 24
                | (data[at + 1] & 0xFF) << 16
                | (data[at + 2] & 0xFF) << 8
                | (data[at + 3] & 0xFF);
    }
}
