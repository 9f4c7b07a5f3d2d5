package io.ninerouter.operator.compile;

import io.ninerouter.config.Credential;
import io.ninerouter.config.GatewayConfig;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a compile yields.
 *
 * @param config the configuration that gateways serve
 * @param credentials by connection
 * @param verdicts one for each object of the inputs, the Router included
 */
public record Compilation(
        GatewayConfig config, SortedMap<String, Credential> credentials, SortedMap<ObjectRef, Verdict> verdicts) {

    public Compilation {
        credentials = Collections.unmodifiableSortedMap(new TreeMap<>(credentials));
        verdicts = Collections.unmodifiableSortedMap(new TreeMap<>(verdicts));
    }

    static Compilation of(GatewayConfig config, Map<String, Credential> credentials, Map<ObjectRef, Verdict> verdicts) {
        return new Compilation(config, new TreeMap<>(credentials), new TreeMap<>(verdicts));
    }
}
