package io.ninerouter.gateway.frame;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * The messages of a stream of the Connect protocol (<a href="https://connectrpc.com/docs/protocol">specification</a>): one
 * byte of flags, four of length (big-endian), the message. A message may be compressed by gzip; the last one is JSON and says
 * how the call ended. What follows that is passed over.
 *
 * <p>A message is bounded before it is unpacked and after. One that lies in one chunk is not copied. Not thread-safe.
 */
public final class ConnectParser implements FrameParser {
    /** The name of the last message; the others have none. */
    public static final String TRAILER = "end-of-stream";

    private static final int HEAD = 5;
    private static final int COMPRESSED = 1;
    private static final int LAST = 2;
    private static final byte[] NOTHING = {};
    private static final int LEAST = 1 << 10;

    private final int maxMessage;
    private final Sink sink;
    /** Bytes of a message that is not complete, from its head on; empty between messages. */
    private byte[] held = NOTHING;

    private int heldLength;
    private boolean over;

    /**
     * A parser.
     *
     * @param maxMessage longest message in bytes, packed or not
     * @param sink told of each message
     */
    public ConnectParser(int maxMessage, Sink sink) {
        this.maxMessage = Math.min(maxMessage, Integer.MAX_VALUE - HEAD);
        this.sink = sink;
    }

    @Override
    public void feed(byte[] data, int from, int to) {
        int at = from;
        while (at < to && !over) {
            at = heldLength == 0 ? whole(data, at, to) : more(data, at, to);
        }
    }

    /**
     * The stream has ended.
     *
     * @return whether it ended with the last message: one that ended otherwise was cut
     */
    @Override
    public boolean finish() {
        return over;
    }

    /** Tells of the message that begins here, or holds what there is of it; answers where to go on. */
    private int whole(byte[] data, int from, int to) {
        int length = to - from < HEAD ? -1 : length(data, from);
        if (length < 0 || to - from - HEAD < length) {
            hold(data, from, to);
            return to;
        }
        message(data, from, from + HEAD + length);
        return from + HEAD + length;
    }

    /** Adds to what is held no more than its message lacks. */
    private int more(byte[] data, int from, int to) {
        int wanted = heldLength < HEAD ? HEAD : HEAD + length(held, 0);
        int taken = Math.min(to - from, wanted - heldLength);
        hold(data, from, from + taken);
        if (heldLength >= HEAD && heldLength == HEAD + length(held, 0)) {
            byte[] complete = held;
            int end = heldLength;
            held = NOTHING;
            heldLength = 0;
            message(complete, 0, end);
        }
        return from + taken;
    }

    /** What a head announces is not believed: room is made for what has come. */
    private void hold(byte[] data, int from, int to) {
        int room = heldLength + to - from;
        if (held.length < room) {
            held = Arrays.copyOf(held, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(LEAST, 2L * room)));
        }
        System.arraycopy(data, from, held, heldLength, to - from);
        heldLength = room;
    }

    private int length(byte[] data, int from) {
        int flags = data[from];
        if ((flags & ~(COMPRESSED | LAST)) != 0) {
            throw new MalformedFrameException("connect stream: flags " + (flags & 0xff) + " (expected: 0 to 3)");
        }
        long length = 0;
        for (int i = 1; i < HEAD; i++) {
            length = length << 8 | (data[from + i] & 0xff);
        }
        if (length > maxMessage) {
            throw new MalformedFrameException(
                    "connect stream: a message of " + length + " bytes (expected: at most " + maxMessage + ")");
        }
        return (int) length;
    }

    private void message(byte[] data, int from, int to) {
        over = (data[from] & LAST) != 0;
        String name = over ? TRAILER : "";
        if ((data[from] & COMPRESSED) == 0) {
            sink.message(name, data, from + HEAD, to);
        } else {
            byte[] plain = unpacked(data, from + HEAD, to);
            sink.message(name, plain, 0, plain.length);
        }
    }

    private byte[] unpacked(byte[] data, int from, int to) {
        byte[] plain;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(data, from, to - from))) {
            plain = in.readNBytes(maxMessage);
            if (in.read() < 0) {
                return plain;
            }
        } catch (IOException e) {
            throw new MalformedFrameException("connect stream: a message that cannot be unpacked (expected: gzip)");
        }
        throw new MalformedFrameException("connect stream: a message of over " + plain.length
                + " bytes when unpacked (expected: at most " + maxMessage + ")");
    }

    /** Told of messages. */
    @FunctionalInterface
    public interface Sink {
        /**
         * One message.
         *
         * @param name empty, or {@link #TRAILER}
         * @param data holds the message from {@code from} (inclusive) to {@code to} (exclusive), during the call alone
         */
        void message(String name, byte[] data, int from, int to);
    }
}
