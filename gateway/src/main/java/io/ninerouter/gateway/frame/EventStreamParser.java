package io.ninerouter.gateway.frame;

import java.util.Arrays;

/**
 * Messages of an AWS event stream ({@code application/vnd.amazon.eventstream}) out of bytes that are cut anywhere. Both
 * checksums of each message are checked, that of its length as soon as it is there: nobody waits for what a damaged length
 * promises. A message that lies in one chunk is not copied. Not thread-safe.
 */
public final class EventStreamParser implements FrameParser {
    private static final int KEPT = 64 << 10;

    private final int maxFrame;
    private final Sink sink;
    private final EventStreamMessage message = new EventStreamMessage();
    /** Bytes of a message that is not complete. */
    private byte[] held = new byte[0];

    private int heldLength;
    /** Of the message that is held; known once its prelude is. */
    private int total;

    /**
     * A parser.
     *
     * @param maxFrame longest message in bytes, headers and all
     * @param sink told of each message
     */
    public EventStreamParser(int maxFrame, Sink sink) {
        this.maxFrame = maxFrame;
        this.sink = sink;
    }

    @Override
    public void feed(byte[] data, int from, int to) {
        int at = from;
        while (at < to) {
            at = heldLength > 0 ? complete(data, at, to) : whole(data, at, to);
        }
    }

    /** Takes a message that lies in the chunk, or else holds what there is of one. */
    private int whole(byte[] data, int from, int to) {
        if (to - from >= EventStreamMessage.PRELUDE) {
            total = EventStreamMessage.length(data, from, maxFrame);
            if (to - from >= total) {
                tell(data, from, from + total);
                return from + total;
            }
        }
        hold(data, from, to);
        return to;
    }

    /** Takes from the chunk what the held message lacks. */
    private int complete(byte[] data, int from, int to) {
        boolean preluded = heldLength >= EventStreamMessage.PRELUDE;
        int wanted = preluded ? total : EventStreamMessage.PRELUDE;
        int end = from + Math.min(wanted - heldLength, to - from);
        hold(data, from, end);
        if (heldLength == wanted && !preluded) {
            total = EventStreamMessage.length(held, 0, maxFrame);
        } else if (heldLength == wanted) {
            tell(held, 0, total);
            heldLength = 0;
            held = held.length > KEPT ? new byte[0] : held;
        }
        return end;
    }

    private void hold(byte[] data, int from, int to) {
        int length = heldLength + to - from;
        if (held.length < length) {
            // By what has come, not by what was promised.
            held = Arrays.copyOf(held, Math.max(length, 2 * held.length));
        }
        System.arraycopy(data, from, held, heldLength, to - from);
        heldLength = length;
    }

    private void tell(byte[] data, int from, int to) {
        message.show(data, from, to);
        sink.message(message);
    }

    @Override
    public boolean finish() {
        boolean clean = heldLength == 0;
        heldLength = 0;
        return clean;
    }

    /** Told of messages. */
    @FunctionalInterface
    public interface Sink {
        /** One message, a view that is valid only during the call. */
        void message(EventStreamMessage message);
    }
}
