package io.ninerouter.operator.compile;

import io.ninerouter.config.Credential;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a compile yields.
 *
 * @param config the configuration that gateways serve
 * @param credentials by connection
 * @param verdicts one for each object of the inputs, the Router included
 * @param origins where the parts of the configuration come from, but for those of ApiKeys
 */
public record Compilation(
        GatewayConfig config,
        SortedMap<String, Credential> credentials,
        SortedMap<ObjectRef, Verdict> verdicts,
        SortedMap<ObjectRef, Origin> origins) {

    public Compilation {
        credentials = Collections.unmodifiableSortedMap(new TreeMap<>(credentials));
        verdicts = Collections.unmodifiableSortedMap(new TreeMap<>(verdicts));
        origins = Collections.unmodifiableSortedMap(new TreeMap<>(origins));
    }

    /** The verdicts on connections. */
    public SortedMap<ObjectRef, Verdict> connections() {
        return of(Kind.CONNECTION);
    }

    /** The verdicts on callers. */
    public SortedMap<ObjectRef, Verdict> keys() {
        return of(Kind.KEY);
    }

    /** They stand in order of kind: those of one kind are found without a look at the others. */
    private SortedMap<ObjectRef, Verdict> of(Kind kind) {
        SortedMap<ObjectRef, Verdict> from = verdicts.tailMap(new ObjectRef(kind, "", ""));
        return kind.ordinal() + 1 == Kind.values().length
                ? from
                : from.headMap(new ObjectRef(Kind.values()[kind.ordinal() + 1], "", ""));
    }

    /** What goes on serving when this is published and something breaks afterwards. */
    public LastValid lastValid() {
        return LastValid.of(config, credentials, origins);
    }
}
