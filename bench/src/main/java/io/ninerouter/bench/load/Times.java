package io.ninerouter.bench.load;

import java.util.Arrays;

/** The times of answers. Not thread-safe. */
final class Times {
    private long[] nanos = new long[1 << 12];
    private int count;

    void add(long time) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = time;
    }

    /** Half of them, and 99 of 100, took at most so long; zeros when there is none. */
    LoadResult.Latency summary() {
        if (count == 0) {
            return LoadResult.Latency.NONE;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return new LoadResult.Latency(sorted[(count - 1) / 2], sorted[(int) ((count - 1) * 0.99)]);
    }
}
