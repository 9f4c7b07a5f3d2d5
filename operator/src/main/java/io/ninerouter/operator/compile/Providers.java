package io.ninerouter.operator.compile;

import io.ninerouter.config.ProviderConfig;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The providers that a connection may name: the user's nodes and, behind them, the built-in ones.
 *
 * @param byId usable ones; prefixes are unique
 * @param refused ids that a node which was not accepted claims: never served by a built-in provider of that name, as the
 *     user's credential is not meant for it
 */
record Providers(SortedMap<String, ProviderConfig> byId, Set<String> refused) {
    Providers {
        refused = Set.copyOf(refused);
    }

    @Nullable
    ProviderConfig find(String id) {
        return refused.contains(id) ? null : byId.get(id);
    }

    /** Providers and what the compile says of the nodes. */
    record Result(Providers providers, Map<ObjectRef, Verdict> verdicts) {}
}
