package io.ninerouter.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Names and keys of the Secrets that one Router's gateways read. They live in the Router's namespace; the operator
 * alone writes them.
 */
public final class RouterSecrets {
    /** Key of the configuration: gzipped JSON of {@link GatewayConfig}. */
    public static final String CONFIG_KEY = "config.json.gz";

    /** Key of the revision of the configuration. */
    public static final String REVISION_KEY = "revision";

    /** Key of the signals: JSON of {@link Signals}. */
    public static final String SIGNALS_KEY = "signals.json";

    /** Key beside the signals: gzipped JSON of {@link Allotments}. */
    public static final String ALLOTMENTS_KEY = "allotments.json.gz";

    /** Label on everything that belongs to a Router; its value is the Router's name. */
    public static final String ROUTER_LABEL = "ninerouter.io/router";

    /**
     * Key of the {@link PartIndex} where a document is split. No connection has such a name: a release that knows nothing of
     * parts takes it for a credential that it cannot read, and goes on with what it has.
     */
    public static final String PARTS_KEY = "_parts";

    /** Beginning of the key of a part of a configuration; the rest is its number. */
    public static final String CONFIG_PART_KEY = "part.json.gz-";

    /**
     * Key beside a configuration that tells the operator where its parts come from; of no interest to gateways. Beside a part of
     * it a hyphen and the number of the part follow.
     */
    public static final String ORIGINS_KEY = "origins.gz";

    /** How many part Secrets there may be of the configuration, and of the credentials: a Role lists their names ahead. */
    public static final int PARTS = 16;

    /** Key of what the operator needs to go on counting usage: gzipped JSON. */
    public static final String LEDGER_KEY = "ledger.json.gz";

    /** Key of what providers said of their models: gzipped JSON. */
    public static final String MODELS_KEY = "models.json.gz";

    /** Key of what was used by hour and by day: gzipped JSON, for charts. */
    public static final String HISTORY_KEY = "history.json.gz";

    private RouterSecrets() {}

    /** Names of the Secrets for parts of the Secret of a name, used or not. */
    public static List<String> partNames(String head) {
        return IntStream.range(0, PARTS).mapToObj(i -> head + "-" + i).toList();
    }

    /** Names of all Secrets that a gateway of a Router may have to read: what its Role should name. */
    public static List<String> all(String router) {
        List<String> names = new ArrayList<>(List.of(configName(router), credentialsName(router), signalsName(router)));
        names.addAll(partNames(configName(router)));
        names.addAll(partNames(credentialsName(router)));
        return List.copyOf(names);
    }

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

    /** Name of the Secret with lists of models; absent before the first. It holds nothing secret, and gateways do not read it. */
    public static String modelsName(String router) {
        return router + "-models";
    }

    /** Name of the Secret with usage; absent before the first. It holds nothing secret, and gateways do not read it. */
    public static String usageName(String router) {
        return router + "-usage";
    }
}
