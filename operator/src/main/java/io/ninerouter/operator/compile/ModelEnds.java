package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.ComboMember;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.ProviderConfig;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which objects name a model whose end is known: what they say themselves, not what the combos and aliases lead to that they
 * name. Of a connection those that it allows. What users and the catalogue declare wins over what a list says.
 */
final class ModelEnds {
    private final ServedModels models;
    private final NameStage.Result names;
    private final Map<String, Map<String, LocalDate>> byProvider = new HashMap<>();
    private final SortedMap<ObjectRef, List<ModelEnd>> result = new TreeMap<>();

    private ModelEnds(ServedModels models, NameStage.Result names) {
        this.models = models;
        this.names = names;
    }

    /**
     * The ends, by object, the soonest first; objects without any are left out.
     *
     * @param listed providers with what lists say of their models
     */
    static SortedMap<ObjectRef, List<ModelEnd>> of(
            Inputs.Objects objects,
            Map<String, ConnectionConfig> connections,
            ServedModels models,
            Map<String, ProviderConfig> listed,
            NameStage.Result names) {
        ModelEnds ends = new ModelEnds(models, names);
        models.providers().forEach(provider -> ends.learn(listed.getOrDefault(provider.id(), provider)));
        if (!ends.byProvider.isEmpty()) {
            objects.connections().stream()
                    .filter(one -> connections.containsKey(one.name()))
                    .forEach(ends::connection);
            objects.combos().forEach(ends::combo);
            objects.aliases().forEach(ends::alias);
        }
        return ends.result;
    }

    private void learn(ProviderConfig provider) {
        Map<String, LocalDate> days = new HashMap<>();
        Stream.concat(provider.listed().stream(), provider.models().stream()).forEach(model -> {
            LocalDate day = ModelEnd.of(model);
            if (day != null) {
                days.put(model.id(), day);
            }
        });
        if (!days.isEmpty()) {
            byProvider.put(provider.id(), days);
        }
    }

    private void connection(Declared<ProviderConnection.Spec> connection) {
        String provider = connection.spec().provider();
        put(connection.ref(), connection.spec().models().stream().map(model -> end(model, provider, model)));
    }

    private void combo(Declared<Combo.Spec> combo) {
        put(combo.ref(), combo.spec().models().stream().map(ComboMember::model).map(this::named));
    }

    private void alias(Declared<ModelAlias.Spec> alias) {
        put(alias.ref(), Stream.of(alias.spec().target()).map(this::named));
    }

    private void put(ObjectRef ref, Stream<@Nullable ModelEnd> found) {
        List<ModelEnd> ends = found.filter(Objects::nonNull)
                .distinct()
                .sorted(ModelEnd.SOONEST_FIRST)
                .toList();
        if (!ends.isEmpty()) {
            result.put(ref, ends);
        }
    }

    private @Nullable ModelEnd named(String reference) {
        boolean ours = names.combos().containsKey(reference) || names.aliases().containsKey(reference);
        ServedModels.Place place = ours ? null : models.place(reference);
        return place == null ? null : end(reference, place.provider(), place.model());
    }

    private @Nullable ModelEnd end(String reference, String provider, String model) {
        LocalDate day = byProvider.getOrDefault(provider, Map.of()).get(model);
        return day == null ? null : new ModelEnd(reference, day);
    }
}
