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
 * @param probes where each of them is asked whether it takes a credential: a path below its address; empty = nowhere
 * @param accounts what a connection to each of them may say
 */
record Providers(
        SortedMap<String, ProviderConfig> byId,
        Set<String> refused,
        Map<String, String> probes,
        Map<String, AccountRules> accounts) {
    /** Every dialect lists its models here. */
    static final String MODELS = "/models";

    Providers {
        refused = Set.copyOf(refused);
        probes = Map.copyOf(probes);
        accounts = Map.copyOf(accounts);
    }

    @Nullable
    ProviderConfig find(String id) {
        return refused.contains(id) ? null : byId.get(id);
    }

    /** What a connection to a provider that is found may say. */
    AccountRules accountsOf(ProviderConfig provider) {
        AccountRules rules = accounts.get(provider.id());
        return rules == null ? AccountRules.ofNode(provider) : rules;
    }

    /** Providers and what the compile says of the nodes. */
    record Result(Providers providers, Map<ObjectRef, Verdict> verdicts) {}
}
