package io.ninerouter.gateway.frame;

import java.util.Arrays;

/**
 * Server-sent events out of bytes that are cut anywhere, by the rules of the HTML standard: lines end with CR, LF or CRLF, a
 * blank line ends an event, several {@code data} lines are joined by LF, comments and unknown fields are passed over, a byte
 * order mark at the start is skipped. Two leniencies: an event that has only a name is told of, and {@link #finish()} tells
 * of one that lacks its blank line.
 *
 * <p>An event that lies in one chunk is not copied. Not thread-safe.
 */
public final class SseParser implements FrameParser {
    private static final byte[] NOTHING = {};
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final int maxFrame;
    private final Sink sink;
    private final SseEvent event = new SseEvent();
    /** Bytes of an event that is not complete, from its first line on; empty between events. */
    private byte[] held = NOTHING;

    private int heldLength;
    private int lineFrom;
    private int scanned;
    private int marked;
    private boolean afterReturn;
    private long fed;
    /** Where in the stream the held bytes begin; an LF after a CR that ended a chunk is not among them. */
    private long heldFrom;

    private long eventFrom;
    private long eventTo;

    /**
     * A parser.
     *
     * @param maxFrame longest event in bytes, field names and all
     * @param sink told of each event
     */
    public SseParser(int maxFrame, Sink sink) {
        this.maxFrame = maxFrame;
        this.sink = sink;
    }

    @Override
    public void feed(byte[] data, int from, int to) {
        fed += to - from;
        int at = marked < MARK.length ? afterMark(data, from, to) : from;
        if (afterReturn && at < to) {
            afterReturn = false;
            at += data[at] == '\n' ? 1 : 0;
        }
        if (at < to) {
            consume(data, at, to);
        }
    }

    /**
     * The stream has ended.
     *
     * @return whether it ended between events; if not, the open one has been told of
     */
    @Override
    public boolean finish() {
        boolean clean = betweenEvents();
        if (heldLength > lineFrom) {
            line(held, lineFrom, heldLength);
        }
        dispatch(settled(), fed);
        hold(NOTHING, 0, 0);
        return clean;
    }

    /** Whether nothing of an event or comment has come yet since the last one ended. */
    public boolean betweenEvents() {
        return heldLength == 0 && !event.open();
    }

    /** Where in the stream the event begins that is being told of: its first line, in bytes. */
    public long eventFrom() {
        return eventFrom;
    }

    /** Where it ends, its blank line included but for the second half of a CRLF that has not come yet. */
    public long eventTo() {
        return eventTo;
    }

    /** Up to where the stream has come and no event is open. */
    public long settled() {
        return heldLength == 0 ? fed : heldFrom;
    }

    private int afterMark(byte[] data, int from, int to) {
        int at = from;
        while (at < to && marked < MARK.length && data[at] == MARK[marked]) {
            at++;
            marked++;
        }
        if (at < to && marked < MARK.length) {
            int seen = marked;
            marked = MARK.length;
            if (seen > 0) {
                consume(MARK, 0, seen);
            }
        }
        return at;
    }

    private void consume(byte[] data, int from, int to) {
        if (heldLength == 0) {
            lineFrom = from;
            scanned = from;
            lines(data, from, to);
            return;
        }
        int room = heldLength + to - from;
        if (held.length < room) {
            byte[] larger = Arrays.copyOf(held, Math.max(2 * held.length, room));
            event.moved(larger, 0);
            held = larger;
        }
        System.arraycopy(data, from, held, heldLength, to - from);
        heldLength = room;
        lines(held, 0, heldLength);
    }

    /** Takes all whole lines; what is left of an open event is held. */
    private void lines(byte[] data, int eventFrom, int to) {
        int frame = eventFrom;
        while (true) {
            int end = ByteSearch.lineEnd(data, scanned, to);
            if (end == to) {
                scanned = to;
                break;
            }
            int next = afterLine(data, end, to);
            if (end == lineFrom) {
                dispatch(heldLength > 0 && frame == 0 ? heldFrom : fed - (to - frame), fed - (to - next));
            } else {
                line(data, lineFrom, end);
            }
            lineFrom = next;
            scanned = lineFrom;
            frame = event.open() ? frame : lineFrom;
        }
        if (to - frame > maxFrame) {
            throw new MalformedFrameException("event stream: an event of " + (to - frame)
                    + " bytes or more (expected: at most " + maxFrame + ")");
        }
        hold(data, frame, to);
    }

    private int afterLine(byte[] data, int end, int to) {
        if (data[end] == '\n') {
            return end + 1;
        }
        if (end + 1 == to) {
            afterReturn = true;
            return to;
        }
        return data[end + 1] == '\n' ? end + 2 : end + 1;
    }

    private void hold(byte[] data, int from, int to) {
        if (from == to) {
            held = NOTHING;
            heldLength = 0;
            lineFrom = 0;
            scanned = 0;
            return;
        }
        boolean own = heldLength > 0;
        if (!own || from > 0) {
            heldFrom = fed - (to - from);
            byte[] copy = Arrays.copyOfRange(data, from, to);
            event.moved(copy, -from);
            held = copy;
            heldLength = copy.length;
            lineFrom -= from;
            scanned -= from;
        }
    }

    private void line(byte[] data, int from, int to) {
        int colon = from;
        while (colon < to && data[colon] != ':') {
            colon++;
        }
        int value = colon < to ? colon + 1 : to;
        value += value < to && data[value] == ' ' ? 1 : 0;
        if (JsonText.same("data", data, from, colon)) {
            event.data(data, value, to);
        } else if (JsonText.same("event", data, from, colon)) {
            event.name(data, value, to);
        } else if (JsonText.same("id", data, from, colon)) {
            event.id(data, value, to);
        } else if (JsonText.same("retry", data, from, colon)) {
            event.retry(data, value, to);
        }
    }

    private void dispatch(long from, long to) {
        if (event.open()) {
            eventFrom = from;
            eventTo = to;
            sink.event(event);
        }
        event.clear();
    }

    /** Told of events. */
    @FunctionalInterface
    public interface Sink {
        /** One event, a view that is valid only during the call. */
        void event(SseEvent event);
    }
}
