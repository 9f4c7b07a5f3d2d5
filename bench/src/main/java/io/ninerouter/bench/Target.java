package io.ninerouter.bench;

import io.ninerouter.bench.probe.JvmMeter;
import io.ninerouter.bench.probe.ProcessMeter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A process that the load talks to.
 *
 * @param name one of the names below
 * @param port on 127.0.0.1
 * @param key what the load shows it
 * @param warmUp how long it may take until it is warm in all scenarios
 * @param meter its processor time and memory
 * @param jvm null for a process that is none
 */
record Target(
        String name,
        int port,
        String key,
        Duration warmUp,
        ProcessMeter meter,
        @Nullable JvmMeter jvm) {
    /** No process between: what is measured is the upstream itself. */
    static final String DIRECT = "direct (the upstream)";

    /** The floor. */
    static final String NGINX = "nginx";

    /** What this is all about. */
    static final String GATEWAY = "gateway";

    /** Whether it can do what is asked for: only a gateway translates and falls over. */
    boolean does(Scenario scenario) {
        return name.equals(GATEWAY) || !scenario.gatewayAlone();
    }
}
