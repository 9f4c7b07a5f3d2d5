package io.ninerouter.config;

/**
 * Names and keys of the two Secrets that one Router's gateways read. They live in the Router's namespace; the operator
 * alone writes them.
 */
public final class RouterSecrets {
    /** Key of the configuration: gzipped JSON of {@link GatewayConfig}. */
    public static final String CONFIG_KEY = "config.json.gz";

    /** Key of the revision of the configuration. */
    public static final String REVISION_KEY = "revision";

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
}
