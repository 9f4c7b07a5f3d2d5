package io.ninerouter.operator.workload;

import io.ninerouter.config.GatewayConfig.Timeouts;

/**
 * How long a pod may take to end.
 *
 * @param drainSeconds for requests in flight
 */
record Grace(long drainSeconds) {
    /** Until no balancer sends new requests any more; only then the gateway is told to stop. */
    static final long LEAVE_SECONDS = 10;

    private static final long CLOSE_SECONDS = 20;
    private static final long STEP_SECONDS = 300;
    private static final long MOST_SECONDS = 3_600;

    /**
     * Enough for a request that came at the last moment to begin its answer, in steps of five minutes: a small edit of a
     * timeout must not replace pods.
     */
    static Grace of(Timeouts timeouts) {
        long patienceMillis = timeouts.connectMillis() + timeouts.firstByteMillis() + timeouts.idleMillis();
        long steps = Math.ceilDiv(patienceMillis, STEP_SECONDS * 1_000);
        return new Grace(Math.clamp(steps * STEP_SECONDS, STEP_SECONDS, MOST_SECONDS));
    }

    /** What the kubelet waits before it kills. */
    long terminationSeconds() {
        return LEAVE_SECONDS + drainSeconds + CLOSE_SECONDS;
    }
}
