package io.ninerouter.gateway.fake;

import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.GatewayConfig.Settings;
import io.ninerouter.config.GatewayConfig.Timeouts;

/**
 * How long a gateway waits for a provider: a second where a case is about silence, else so long that no pause of the machine
 * looks like one.
 */
public final class Waiting {
    /** For providers that fall silent: each silence costs a second. */
    public static final Settings BRIEFLY = settings(1_000);

    /** For providers that speak, a second between two words at most, whenever they begin. */
    public static final Settings ONCE_BEGUN = settings(30_000, 1_000);

    /** For providers that do anything else. */
    public static final Settings PATIENTLY = settings(30_000);

    private Waiting() {}

    /** Brief where a provider falls silent. */
    public static Settings on(boolean silence) {
        return silence ? BRIEFLY : PATIENTLY;
    }

    private static Settings settings(long millis) {
        return settings(millis, millis);
    }

    private static Settings settings(long firstByteMillis, long idleMillis) {
        return new Settings(
                true,
                GatewayConfig.Accounts.DEFAULT,
                new Timeouts(10_000, firstByteMillis, idleMillis),
                15_000,
                GatewayConfig.Limits.DEFAULT,
                GatewayConfig.RequestLog.NONE);
    }
}
