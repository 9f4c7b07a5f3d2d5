package io.ninerouter.gateway.translate;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Heap that this thread has allocated; a figure that does not depend on how busy the machine is. */
final class Allocated {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocated() {}

    /** Bytes since the thread began. */
    static long bytes() {
        return THREADS.getCurrentThreadAllocatedBytes();
    }
}
