package io.ninerouter.operator.compile;

import io.ninerouter.config.Credential;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import java.util.List;
import java.util.SortedMap;

/**
 * What a compile yields.
 *
 * @param config the configuration that gateways serve
 * @param credentials by connection
 * @param verdicts one for each object of the inputs, the Router included
 * @param timed those of the verdicts of which something becomes by itself, see {@link Verdict#isTimed}
 * @param origins where the parts of the configuration come from, but for those of ApiKeys
 * @param ends the models that objects name and whose end is known, the soonest first; objects without any are left out
 */
public record Compilation(
        GatewayConfig config,
        SortedMap<String, Credential> credentials,
        SortedMap<ObjectRef, Verdict> verdicts,
        SortedMap<ObjectRef, Verdict> timed,
        SortedMap<ObjectRef, Origin> origins,
        SortedMap<ObjectRef, List<ModelEnd>> ends) {

    public Compilation {
        credentials = SharedMaps.sorted(credentials);
        verdicts = SharedMaps.sorted(verdicts);
        timed = SharedMaps.sorted(timed);
        origins = SharedMaps.sorted(origins);
        ends = SharedMaps.sorted(ends);
    }

    /** The verdicts on connections. */
    public SortedMap<ObjectRef, Verdict> connections() {
        return of(Kind.CONNECTION, verdicts);
    }

    /** The verdicts on connections that log in. */
    public SortedMap<ObjectRef, Verdict> logins() {
        return of(Kind.CONNECTION, timed);
    }

    /** The verdicts on callers whose key ends, or is replaced. */
    public SortedMap<ObjectRef, Verdict> endingKeys() {
        return of(Kind.KEY, timed);
    }

    /** They stand in order of kind, then of namespace, which is ASCII: those of one kind are found without a look at others. */
    private static SortedMap<ObjectRef, Verdict> of(Kind kind, SortedMap<ObjectRef, Verdict> verdicts) {
        return verdicts.subMap(new ObjectRef(kind, "", ""), new ObjectRef(kind, "\uffff", ""));
    }

    /** What goes on serving when this is published and something breaks afterwards. */
    public LastValid lastValid() {
        return LastValid.of(config, credentials, origins);
    }
}
