package io.ninerouter.bench.metering;

import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Where lines of the request log go to: counts them. Thread-safe for one who expects and one who writes. */
final class Written extends OutputStream implements Part.Rest {
    private final AtomicLong lines = new AtomicLong();
    private volatile long thread;
    private long expected;

    /** One more will be written. */
    void expect() {
        expected++;
    }

    @Override
    public void write(int b) {
        throw new UnsupportedOperationException("one byte (expected: many at a time)");
    }

    @Override
    public void write(byte[] data, int from, int length) {
        thread = Thread.currentThread().threadId();
        long ends = 0;
        for (int i = from; i < from + length; i++) {
            ends += data[i] == '\n' ? 1 : 0;
        }
        lines.addAndGet(ends);
    }

    @Override
    public void await() {
        while (lines.get() < expected) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public long thread() {
        return thread;
    }
}
