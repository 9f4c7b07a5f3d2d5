package io.ninerouter.gateway.dispatch;

import java.util.function.LongSupplier;

/**
 * The two clocks.
 *
 * @param nanos monotonic, for durations
 * @param millis epoch milliseconds, for moments that others name
 */
public record Time(LongSupplier nanos, LongSupplier millis) {

    /** The machine's. */
    public static Time system() {
        return new Time(System::nanoTime, System::currentTimeMillis);
    }
}
