package io.ninerouter.gateway.frame;

import java.util.Arrays;

/**
 * Lines out of bytes that are cut anywhere, as {@code application/x-ndjson} has them: each ends with LF or CRLF, blank ones
 * are passed over. {@link #finish()} tells of a last line that lacks its end.
 *
 * <p>A line that lies in one chunk is not copied. Not thread-safe.
 */
public final class LineParser implements FrameParser {
    private static final byte[] NOTHING = {};

    private final int maxLine;
    private final ByteSink lines;
    /** The beginning of a line whose end has not come. */
    private byte[] held = NOTHING;

    private int heldLength;

    /**
     * A parser.
     *
     * @param maxLine longest line in bytes, its end not counted
     * @param lines fed one line at a time, without its end
     */
    public LineParser(int maxLine, ByteSink lines) {
        this.maxLine = maxLine;
        this.lines = lines;
    }

    @Override
    public void feed(byte[] data, int from, int to) {
        int start = from;
        for (int i = from; i < to; i++) {
            if (data[i] == '\n') {
                line(data, start, i);
                start = i + 1;
            }
        }
        hold(data, start, to);
    }

    /** {@inheritDoc} False after a line without an end, which is told of all the same. */
    @Override
    public boolean finish() {
        boolean between = heldLength == 0;
        line(NOTHING, 0, 0);
        return between;
    }

    private void line(byte[] data, int from, int to) {
        if (heldLength == 0) {
            bounded(to - from);
            tell(data, from, to);
            return;
        }
        hold(data, from, to);
        byte[] whole = held;
        int length = heldLength;
        held = NOTHING;
        heldLength = 0;
        tell(whole, 0, length);
    }

    private void tell(byte[] data, int from, int to) {
        int end = to;
        while (end > from && data[end - 1] <= ' ' && data[end - 1] >= 0) {
            end--;
        }
        if (end > from) {
            lines.feed(data, from, end);
        }
    }

    private void hold(byte[] data, int from, int to) {
        if (from == to) {
            return;
        }
        int length = heldLength + to - from;
        bounded(length);
        if (held.length < length) {
            held = Arrays.copyOf(held, Math.max(2 * held.length, length));
        }
        System.arraycopy(data, from, held, heldLength, to - from);
        heldLength = length;
    }

    private void bounded(int length) {
        if (length > maxLine) {
            throw new MalformedFrameException(
                    "lines: one of " + length + " bytes or more (expected: at most " + maxLine + ")");
        }
    }
}
