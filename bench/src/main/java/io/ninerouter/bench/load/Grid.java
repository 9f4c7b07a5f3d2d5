package io.ninerouter.bench.load;

/**
 * The moments at which a connection sends: equally far apart from its first one on, whatever answers take. Who is late waits for
 * the next of them: to catch up would be a burst, and to begin anew would bring those that wait for the same process into step.
 * Pure; all times are nanoseconds of one clock.
 *
 * @param spacing between two of them; 0 = none: send at once
 */
record Grid(long spacing) {
    /**
     * The next one.
     *
     * @param due the last one
     * @return not before {@code now}
     */
    long after(long due, long now) {
        return spacing == 0 ? now : due + spacing * Math.max(1, Math.ceilDiv(now - due, spacing));
    }
}
