package io.ninerouter.bench.metering;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * Something that is done for each request. One thread.
 *
 * @param title as the table calls it
 * @param work for one request
 * @param rest waits until what was handed to another thread is done; the thread's time counts too
 */
public record Part(String title, Runnable work, Rest rest) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Work of another thread. */
    public interface Rest {
        /** Nothing is handed over. */
        Rest NONE = new Rest() {
            @Override
            public void await() {
                // All was done.
            }

            @Override
            public long thread() {
                return 0;
            }
        };

        /** Returns when all of it is done. */
        void await() throws InterruptedException;

        /** Id of the thread; 0 = none. */
        long thread();
    }

    /**
     * What it took.
     *
     * @param nanos processor time of the threads
     * @param bytes that they allocated
     */
    public record Cost(long nanos, long bytes) {}

    /** Does it so often. */
    public Cost run(int times) throws InterruptedException {
        long nanos = -cpu();
        long bytes = -allocated();
        for (int i = 0; i < times; i++) {
            work.run();
        }
        rest.await();
        return new Cost(nanos + cpu(), bytes + allocated());
    }

    private long cpu() {
        long other = rest.thread() == 0 ? 0 : THREADS.getThreadCpuTime(rest.thread());
        return THREADS.getCurrentThreadCpuTime() + other;
    }

    private long allocated() {
        long other = rest.thread() == 0 ? 0 : THREADS.getThreadAllocatedBytes(rest.thread());
        return THREADS.getCurrentThreadAllocatedBytes() + other;
    }
}
