package io.ninerouter.bench.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Counts server-sent events by the empty lines after them, however the bytes are cut. Signs of life are none of them: comments, and
 * Anthropic's {@code ping}. Not thread-safe.
 */
public final class EventCounter {
    private static final byte[] PING = "event: ping".getBytes(StandardCharsets.US_ASCII);

    private int events;
    /** Bytes of the line so far, and how many of them are those of a ping. */
    private int column;

    private int matched;
    private boolean comment;
    /** Whether the event so far has a line that is no comment, and whether it is a ping. */
    private boolean said;

    private boolean ping;

    /** Reads {@code length} bytes from {@code index}; moves no index. Carriage returns are skipped. */
    public void read(ByteBuf buffer, int index, int length) {
        for (int at = index; at < index + length; at++) {
            byte octet = buffer.getByte(at);
            if (octet == '\n') {
                endOfLine();
            } else if (octet != '\r') {
                within(octet);
            }
        }
    }

    private void within(byte octet) {
        if (column == 0) {
            comment = octet == ':';
        }
        said |= !comment;
        if (matched == column && column < PING.length && PING[column] == octet) {
            matched++;
        }
        column++;
    }

    private void endOfLine() {
        if (column == 0) {
            events += said && !ping ? 1 : 0;
            said = false;
            ping = false;
        }
        ping |= column == PING.length && matched == column;
        column = 0;
        matched = 0;
    }

    /** Events since the last call. */
    public int take() {
        int taken = events;
        events = 0;
        return taken;
    }
}
