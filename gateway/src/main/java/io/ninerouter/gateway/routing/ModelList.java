package io.ninerouter.gateway.routing;

import io.ninerouter.config.ModelConfig;
import io.ninerouter.gateway.routing.NameResolver.Resolved;
import io.ninerouter.gateway.snapshot.Caller;
import io.ninerouter.gateway.snapshot.Provider;
import io.ninerouter.gateway.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a caller may use, for the endpoints that list models. Pure. */
public final class ModelList {
    private final Snapshot snapshot;
    private final Caller caller;

    private ModelList(Snapshot snapshot, Caller caller) {
        this.snapshot = snapshot;
        this.caller = caller;
    }

    /**
     * Combos, then aliases, then {@code provider/model} for every model that a provider declares or a connection's
     * allow-list names; only what a connection with its credential could serve and the caller may use.
     */
    public static List<Entry> of(Snapshot snapshot, Caller caller) {
        return new ModelList(snapshot, caller).entries(names(snapshot));
    }

    /** Every name that could be listed, whoever asks. */
    static Set<String> names(Snapshot snapshot) {
        Set<String> names = new LinkedHashSet<>();
        snapshot.combos().forEach(combo -> names.add(combo.name()));
        snapshot.aliases().forEach(alias -> names.add(alias.alias()));
        for (Provider provider : snapshot.providers()) {
            known(provider).forEach(model -> names.add(provider.id() + '/' + model));
        }
        return names;
    }

    /**
     * The same, and the bare name of every model that exactly one provider serves: names without a slash, which Gemini
     * clients need.
     */
    public static List<Entry> withBareNames(Snapshot snapshot, Caller caller) {
        List<Entry> listed = of(snapshot, caller);
        Set<String> bare = new LinkedHashSet<>();
        for (Provider provider : snapshot.providers()) {
            bare.addAll(known(provider));
        }
        listed.forEach(entry -> bare.remove(entry.id()));
        List<Entry> all = new ArrayList<>(listed);
        all.addAll(new ModelList(snapshot, caller).entries(bare));
        return List.copyOf(all);
    }

    /**
     * One name, whichever of its forms is asked for; null when the caller may not use it, or nothing that could serve has
     * it.
     */
    public static @Nullable Entry find(Snapshot snapshot, Caller caller, String id) {
        return new ModelList(snapshot, caller).entry(id);
    }

    private static Set<String> known(Provider provider) {
        Set<String> models = new LinkedHashSet<>(provider.models().keySet());
        provider.connections()
                .forEach(connection -> models.addAll(connection.config().models()));
        return models;
    }

    private List<Entry> entries(Set<String> names) {
        return names.stream().map(this::entry).filter(Objects::nonNull).toList();
    }

    private @Nullable Entry entry(String name) {
        Resolved resolved = NameResolver.resolve(snapshot, name);
        List<Resolved.Model> models = new ArrayList<>();
        collect(resolved, caller.mayUse(name), models);
        if (models.isEmpty()) {
            return null;
        }
        String owner = switch (resolved) {
            case Resolved.Combo _ -> "combo";
            case Resolved.Alias _ -> "alias";
            case Resolved.Model model -> model.provider().id();
            case Resolved.Missing _ -> "";
        };
        return new Entry(
                name,
                owner,
                smallest(models, ModelConfig::contextWindow),
                smallest(models, ModelConfig::maxOutputTokens));
    }

    private void collect(Resolved resolved, boolean allowed, List<Resolved.Model> into) {
        switch (resolved) {
            case Resolved.Alias alias -> collect(alias.target(), allowed || caller.mayUse(alias.name()), into);
            case Resolved.Combo combo -> {
                boolean here = allowed || caller.mayUse(combo.config().name());
                combo.members().forEach(member -> collect(member, here, into));
            }
            case Resolved.Model model -> {
                if ((allowed || RoutePlanner.allowedByAnyPrefix(caller, model)) && usable(model)) {
                    into.add(model);
                }
            }
            case Resolved.Missing _ -> {}
        }
    }

    private boolean usable(Resolved.Model model) {
        return model.provider().connections().stream()
                .anyMatch(connection -> connection.allows(model.id()) && snapshot.equipped(connection));
    }

    /** The smallest known figure; unknown when it is so of any model. */
    private static @Nullable Long smallest(List<Resolved.Model> models, Function<ModelConfig, @Nullable Long> figure) {
        Long smallest = null;
        for (Resolved.Model model : models) {
            ModelConfig declared = model.provider().model(model.id());
            Long value = declared == null ? null : figure.apply(declared);
            if (value == null) {
                return null;
            }
            smallest = smallest == null || value < smallest ? value : smallest;
        }
        return smallest;
    }

    /**
     * One name that can be asked for.
     *
     * @param id the model string
     * @param owner the provider's id; {@code combo} or {@code alias} otherwise
     * @param contextWindow input and output tokens together; of a combo the smallest; null = unknown
     * @param maxOutputTokens of a combo the smallest; null = unknown
     */
    public record Entry(
            String id,
            String owner,
            @Nullable Long contextWindow,
            @Nullable Long maxOutputTokens) {}
}
