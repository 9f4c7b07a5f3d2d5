package io.ninerouter.bench;

import io.ninerouter.bench.load.LoadResult;
import org.jspecify.annotations.Nullable;

/**
 * One round of load on one process.
 *
 * @param load what the load counted
 * @param cpuMicros processor time of the process meanwhile
 * @param jvm what the JVM says of the time; null for a process that is none
 */
record Measurement(
        LoadResult load, long cpuMicros, @Nullable Jvm jvm) {

    /**
     * A JVM's own figures.
     *
     * @param allocatedBytes heap allocated
     * @param compileMillis time that the compilers worked
     */
    record Jvm(long allocatedBytes, long compileMillis) {

        /** The difference to an earlier moment. */
        Jvm since(Jvm before) {
            return new Jvm(allocatedBytes - before.allocatedBytes, compileMillis - before.compileMillis);
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

    /** Bytes allocated for one request; NaN for a process that is no JVM. */
    double bytesPerRequest() {
        return jvm == null ? Double.NaN : (double) jvm.allocatedBytes() / load.requests();
    }

    /** Time of the compilers as a share of all processor time, 0 to 1 or so; NaN for a process that is no JVM. */
    double compileShare() {
        return jvm == null ? Double.NaN : jvm.compileMillis() * 1_000.0 / Math.max(1, cpuMicros);
    }

    /** Requests a second. */
    double requestsPerSecond() {
        return load.requests() * 1e9 / load.nanos();
    }
}
