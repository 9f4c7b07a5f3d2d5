package io.ninerouter.operator.compile;

import io.ninerouter.config.ProviderConfig;
import io.ninerouter.operator.catalog.ModelSource;
import io.ninerouter.operator.catalog.QuotaSource;
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
 * @param sources where each built-in one is asked about accounts
 */
record Providers(
        SortedMap<String, ProviderConfig> byId,
        Set<String> refused,
        Map<String, String> probes,
        Map<String, AccountRules> accounts,
        Map<String, Sources> sources) {
    /** Every dialect lists its models here. */
    static final String MODELS = "/models";

    Providers {
        refused = Set.copyOf(refused);
        probes = Map.copyOf(probes);
        accounts = Map.copyOf(accounts);
        sources = Map.copyOf(sources);
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

    /** Where a provider is asked about accounts. */
    Sources sourcesOf(ProviderConfig provider) {
        return sources.getOrDefault(provider.id(), Sources.BY_DIALECT);
    }

    /**
     * Where a provider is asked about accounts.
     *
     * @param models null = where its dialect lists models
     * @param quotas null = nowhere
     */
    record Sources(@Nullable ModelSource models, @Nullable QuotaSource quotas) {
        static final Sources BY_DIALECT = new Sources(null, null);
    }

    /** Providers and what the compile says of the nodes. */
    record Result(Providers providers, Map<ObjectRef, Verdict> verdicts) {}
}
