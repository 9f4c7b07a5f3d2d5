package io.ninerouter.gateway.frame;

import java.util.Arrays;

/** Bytes that are to be seen whole: a view of the chunk when they lie in one, a bounded copy when they cross chunks. */
final class Capture {
    private static final byte[] EMPTY = {};

    private final int max;
    private byte[] kept = EMPTY;
    private int keptLength;
    private boolean active;
    private boolean overflown;
    private byte[] bytes = EMPTY;
    private int from;
    private int to;

    Capture(int max) {
        this.max = max;
    }

    int max() {
        return max;
    }

    boolean active() {
        return active;
    }

    void begin(int at) {
        active = true;
        overflown = false;
        keptLength = 0;
        from = at;
    }

    void stop() {
        active = false;
    }

    /** A new chunk begins at this index. */
    void chunk(int at) {
        if (active) {
            from = at;
        }
    }

    /** The chunk ends before this index: what has been seen of it must be kept. */
    void chunkEnds(byte[] data, int end) {
        if (active) {
            keep(data, end);
        }
    }

    /** Ends before this index; false when it was too long. */
    boolean end(byte[] data, int end) {
        active = false;
        if (keptLength == 0 && !overflown) {
            bytes = data;
            to = end;
            return to - from <= max;
        }
        keep(data, end);
        bytes = kept;
        from = 0;
        to = keptLength;
        return !overflown;
    }

    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    private void keep(byte[] data, int end) {
        int length = end - from;
        if (overflown || length > max - keptLength) {
            overflown = true;
            return;
        }
        if (kept.length < keptLength + length) {
            kept = Arrays.copyOf(kept, Math.min(max, Math.max(64, 2 * (keptLength + length))));
        }
        System.arraycopy(data, from, kept, keptLength, length);
        keptLength += length;
        from = end;
    }
}
