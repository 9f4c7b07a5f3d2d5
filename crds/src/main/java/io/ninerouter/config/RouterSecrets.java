package io.ninerouter.config;

/**
 * Names and keys of the three Secrets that one Router's gateways read. They live in the Router's namespace; the operator
 * alone writes them.
 */
public final class RouterSecrets {
    /** Key of the configuration: gzipped JSON of {@link GatewayConfig}. */
    public static final String CONFIG_KEY = "config.json.gz";

    /** Key of the revision of the configuration. */
    public static final String REVISION_KEY = "revision";

    /** Key of the signals: JSON of {@link Signals}. */
    public static final String SIGNALS_KEY = "signals.json";

    /** Label on everything that belongs to a Router; its value is the Router's name. */
    public static final String ROUTER_LABEL = "ninerouter.io/router";

    private RouterSecrets() {}

    /** Name of the Secret with the configuration. */
    public static String configName(String router) {
        return router + "-config";
    }

    /** Name of the Secret with the credentials: one key {@code <connection>} for each, see {@link ConfigCodec}. */
    public static String credentialsName(String router) {
        return router + "-credentials";
    }

    /** Name of the Secret with the signals; absent until there is something to tell. It holds nothing secret. */
    public static String signalsName(String router) {
        return router + "-signals";
    }
}
