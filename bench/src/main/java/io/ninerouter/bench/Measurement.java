package io.ninerouter.bench;

import io.ninerouter.bench.load.LoadResult;

/**
 * One round of load on one process.
 *
 * @param load what the load counted
 * @param cpuMicros processor time of the process meanwhile
 * @param allocatedBytes heap allocated meanwhile; -1 for a process without one
 */
record Measurement(LoadResult load, long cpuMicros, long allocatedBytes) {

    Measurement {
        if (load.requests() < 1) {
            throw new IllegalArgumentException("requests: 0 in a round (expected: >= 1); errors: " + load.errors()
                    + ", first: " + load.firstError());
        }
    }

    /** Processor time of one request, microseconds. */
    double cpuMicrosPerRequest() {
        return (double) cpuMicros / load.requests();
    }

    /** Processor time of one event, microseconds; NaN without events. */
    double cpuMicrosPerEvent() {
        return load.events() == 0 ? Double.NaN : (double) cpuMicros / load.events();
    }

    /** Bytes allocated for one request; NaN for a process without a heap. */
    double bytesPerRequest() {
        return allocatedBytes < 0 ? Double.NaN : (double) allocatedBytes / load.requests();
    }

    /** Requests a second. */
    double requestsPerSecond() {
        return load.requests() * 1e9 / load.nanos();
    }
}
