package io.ninerouter.operator.compile;

import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.ProviderConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a list: what an account is offered, and what is told of that. What users and the catalogue declare wins over
 * what a list says of a model.
 *
 * @param ids in order; empty = not known
 * @param told null = that is not asked, or not known yet
 */
record Offers(List<String> ids, Verdict.@Nullable Offering told) {
    private static final Offers UNKNOWN = new Offers(List.of(), null);

    /**
     * What an account is offered.
     *
     * @param allowed the connection's allow-list
     * @param asked the question; null = none is asked
     * @param listed the last good answer; null = none
     */
    static Offers of(ProviderConfig provider, List<String> allowed, @Nullable Question asked, @Nullable Listed listed) {
        if (asked == null || listed == null || !listed.source().equals(asked.source())) {
            return UNKNOWN;
        }
        if (listed.at() == null) {
            return new Offers(List.of(), new Verdict.Offering(0, null, List.of(), listed.trouble()));
        }
        if (listed.ids().isEmpty()) {
            // A key without rights, or a list in words that are not known: no reason to hide what is declared.
            return new Offers(
                    List.of(),
                    new Verdict.Offering(0, listed.at(), List.of(), "it lists no model that answers in text"));
        }
        Set<String> names = new TreeSet<>(allowed);
        if (allowed.isEmpty()) {
            provider.models().forEach(model -> names.add(model.id()));
        }
        Set<String> having = listed.having(names);
        List<String> lacking =
                names.stream().filter(name -> !having.contains(name)).toList();
        having.removeAll(listed.ids());
        List<String> ids = listed.ids();
        if (!having.isEmpty()) {
            having.addAll(ids);
            ids = List.copyOf(having);
        }
        return new Offers(ids, new Verdict.Offering(listed.ids().size(), listed.at(), lacking, listed.trouble()));
    }

    /** Providers with what the lists of their accounts say of models, by id; those of which none is known are left out. */
    static SortedMap<String, ProviderConfig> listed(
            Providers providers, Collection<ConnectionConfig> connections, Map<String, Listed> lists) {
        Map<String, TreeMap<String, ModelConfig>> told = new HashMap<>();
        for (ConnectionConfig connection : connections) {
            Listed list = lists.get(connection.name());
            if (list != null && !connection.offers().isEmpty()) {
                TreeMap<String, ModelConfig> models = told.computeIfAbsent(connection.provider(), _ -> new TreeMap<>());
                list.models().stream()
                        .filter(Offers::saysMore)
                        .forEach(model -> models.merge(model.id(), model, ModelConfig::or));
            }
        }
        SortedMap<String, ProviderConfig> all = new TreeMap<>();
        told.forEach((id, models) -> {
            ProviderConfig provider = providers.find(id);
            if (provider != null && !models.isEmpty()) {
                all.put(id, provider.withListed(new ArrayList<>(models.values())));
            }
        });
        return all;
    }

    private static boolean saysMore(ModelConfig model) {
        return !model.equals(new ModelConfig(model.id(), null, null, List.of()));
    }
}
