package io.ninerouter.bench;

import io.ninerouter.bench.probe.AllocationMeter;
import io.ninerouter.bench.probe.ProcessMeter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A process that the load talks to.
 *
 * @param name one of the names below
 * @param port on 127.0.0.1
 * @param key what the load shows it
 * @param warmUp load in every scenario before anything is counted: compilers need it
 * @param meter its processor time and memory
 * @param allocations null for a process without a heap
 */
record Target(
        String name,
        int port,
        String key,
        Duration warmUp,
        ProcessMeter meter,
        @Nullable AllocationMeter allocations) {
    /** No process between: what is measured is the upstream itself. */
    static final String DIRECT = "direct (the upstream)";

    /** The floor. */
    static final String NGINX = "nginx";

    /** What this is all about. */
    static final String GATEWAY = "gateway";
}
