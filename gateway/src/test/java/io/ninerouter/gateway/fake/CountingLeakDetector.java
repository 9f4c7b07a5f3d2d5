package io.ninerouter.gateway.fake;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the leaks that Netty finds. Named by the system property {@code io.netty.customResourceLeakDetector}, which the
 * build sets for tests.
 */
public final class CountingLeakDetector<T> extends ResourceLeakDetector<T> {
    private static final AtomicLong FOUND = new AtomicLong();
    private static volatile boolean installed;

    /** For Netty. */
    public CountingLeakDetector(Class<?> resourceType, int samplingInterval) {
        super(resourceType, samplingInterval);
        installed = true;
    }

    /** For Netty. */
    @SuppressWarnings("deprecation")
    public CountingLeakDetector(Class<?> resourceType, int samplingInterval, long maxActive) {
        super(resourceType, samplingInterval, maxActive);
        installed = true;
    }

    /** Whether Netty uses this. */
    public static boolean isInstalled() {
        return installed;
    }

    /** Leaks found so far. */
    public static long found() {
        return FOUND.get();
    }

    /** Leaks found once the collector has run: a leak shows when its buffer was collected and another one is made. */
    public static long foundAfterCollection() {
        for (int i = 0; i < 10; i++) {
            System.gc();
            for (int j = 0; j < 20; j++) {
                ByteBufAllocator.DEFAULT.buffer(64).release();
                Unpooled.directBuffer(16).release();
            }
        }
        return FOUND.get();
    }

    @Override
    protected void reportTracedLeak(String resourceType, String records) {
        FOUND.incrementAndGet();
        super.reportTracedLeak(resourceType, records);
    }

    @Override
    protected void reportUntracedLeak(String resourceType) {
        FOUND.incrementAndGet();
        super.reportUntracedLeak(resourceType);
    }
}
