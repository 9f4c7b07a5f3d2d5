package io.ninerouter.gateway.routing;

import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.gateway.routing.NameResolver.Resolved;
import io.ninerouter.gateway.snapshot.Caller;
import io.ninerouter.gateway.snapshot.Connection;
import io.ninerouter.gateway.snapshot.Provider;
import io.ninerouter.gateway.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a caller may use, for the endpoints that list models. Pure. */
public final class ModelList {
    private final Snapshot snapshot;
    private final Caller caller;
    private final Predicate<Connection> refused;

    private ModelList(Snapshot snapshot, Caller caller, Predicate<Connection> refused) {
        this.snapshot = snapshot;
        this.caller = caller;
        this.refused = refused;
    }

    /**
     * Combos, then aliases, then {@code provider/model} for every model that a provider declares or lists, or a connection's
     * allow-list names; only what the caller may use and a connection offers: one with its credential, whose provider does not
     * list other models alone.
     *
     * @param refused whether the provider refuses a connection's credential
     */
    public static List<Entry> of(Snapshot snapshot, Caller caller, Predicate<Connection> refused) {
        return new ModelList(snapshot, caller, refused).entries(names(snapshot));
    }

    /** The same where none is refused. */
    public static List<Entry> of(Snapshot snapshot, Caller caller) {
        return of(snapshot, caller, _ -> false);
    }

    /** Every name that could be listed, whoever asks. */
    static Set<String> names(Snapshot snapshot) {
        Set<String> names = new LinkedHashSet<>();
        snapshot.combos().forEach(combo -> names.add(combo.name()));
        snapshot.aliases().forEach(alias -> names.add(alias.alias()));
        for (Provider provider : snapshot.providers()) {
            provider.declaredNames().forEach(model -> names.add(provider.id() + '/' + model));
            provider.offeredNames().forEach(model -> names.add(provider.id() + '/' + model));
        }
        return names;
    }

    /**
     * The same, and the bare name of every model that exactly one provider serves: names without a slash, which Gemini
     * clients need.
     */
    public static List<Entry> withBareNames(Snapshot snapshot, Caller caller, Predicate<Connection> refused) {
        List<Entry> listed = of(snapshot, caller, refused);
        Set<String> bare = new LinkedHashSet<>();
        for (Provider provider : snapshot.providers()) {
            bare.addAll(provider.declaredNames());
            bare.addAll(provider.offeredNames());
        }
        listed.forEach(entry -> bare.remove(entry.id()));
        List<Entry> all = new ArrayList<>(listed);
        all.addAll(new ModelList(snapshot, caller, refused).entries(bare));
        return List.copyOf(all);
    }

    /** The same where none is refused. */
    public static List<Entry> withBareNames(Snapshot snapshot, Caller caller) {
        return withBareNames(snapshot, caller, _ -> false);
    }

    /**
     * One name, whichever of its forms is asked for; null when the caller may not use it, or nothing that could serve has
     * it.
     */
    public static @Nullable Entry find(Snapshot snapshot, Caller caller, Predicate<Connection> refused, String id) {
        return new ModelList(snapshot, caller, refused).entry(id);
    }

    /** The same where none is refused. */
    public static @Nullable Entry find(Snapshot snapshot, Caller caller, String id) {
        return find(snapshot, caller, _ -> false, id);
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
                smallest(models, ModelConfig::maxOutputTokens),
                price(models),
                models.stream().allMatch(this::isSubscribed),
                retires(models));
    }

    /** That of a combo is told where all its models cost the same. */
    private static @Nullable PriceConfig price(List<Resolved.Model> models) {
        List<@Nullable PriceConfig> prices = models.stream()
                .<@Nullable PriceConfig>map(model -> model.provider().price(model.id()))
                .distinct()
                .limit(2)
                .toList();
        return prices.size() == 1 ? prices.getFirst() : null;
    }

    private boolean isSubscribed(Resolved.Model model) {
        return model.provider().connections().stream()
                .filter(connection -> serves(connection, model))
                .allMatch(connection -> connection.config().subscription());
    }

    /** The last of the days from which models are not served any more: until then something is behind the name. */
    private static @Nullable String retires(List<Resolved.Model> models) {
        String last = null;
        for (Resolved.Model model : models) {
            ModelConfig known = model.provider().model(model.id());
            String day = known == null ? null : known.retires();
            if (day == null) {
                return null;
            }
            last = last == null || day.compareTo(last) > 0 ? day : last;
        }
        return last;
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
        return model.provider().connections().stream().anyMatch(connection -> serves(connection, model));
    }

    private boolean serves(Connection connection, Resolved.Model model) {
        return connection.allows(model.id())
                && connection.offers(model.id())
                && snapshot.equipped(connection)
                && !refused.test(connection);
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
     * @param price of a combo where all its models cost the same; null = unknown
     * @param subscription whether it is paid by the month, whichever account serves: then the price is what it would cost
     * @param retires ISO 8601 date from which it is not served any more; null = not told
     */
    public record Entry(
            String id,
            String owner,
            @Nullable Long contextWindow,
            @Nullable Long maxOutputTokens,
            @Nullable PriceConfig price,
            boolean subscription,
            @Nullable String retires) {

        /** One of which no price is known. */
        public Entry(String id, String owner, @Nullable Long contextWindow, @Nullable Long maxOutputTokens) {
            this(id, owner, contextWindow, maxOutputTokens, null, false, null);
        }
    }
}
