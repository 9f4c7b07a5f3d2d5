package io.ninerouter.gateway.routing;

import io.ninerouter.config.ComboConfig;
import io.ninerouter.gateway.snapshot.EffortSuffix;
import io.ninerouter.gateway.snapshot.Provider;
import io.ninerouter.gateway.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a model string means: a combo, else an alias, else {@code provider/model} (split at the first slash), else a model
 * that exactly one provider knows by name. The operator refuses cycles; should one get here, it ends as a missing name.
 */
final class NameResolver {
    /** Deepest chain of combos and aliases. */
    static final int MAX_DEPTH = 16;

    /** Most names that one request looks up: combos that share members could multiply. */
    static final int MAX_NAMES = 512;

    private final Snapshot snapshot;
    private final Set<String> path = new HashSet<>();
    private int names;

    private NameResolver(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    static Resolved resolve(Snapshot snapshot, String name) {
        return new NameResolver(snapshot).resolve(name);
    }

    private Resolved resolve(String name) {
        if (++names > MAX_NAMES || path.size() >= MAX_DEPTH || path.contains(name)) {
            return new Resolved.Missing(name);
        }
        ComboConfig combo = snapshot.combo(name);
        String target = combo == null ? snapshot.alias(name) : null;
        if (combo == null && target == null) {
            return model(name);
        }
        path.add(name);
        Resolved resolved = combo == null && target != null ? new Resolved.Alias(name, resolve(target)) : combo(combo);
        path.remove(name);
        return resolved;
    }

    private Resolved combo(@Nullable ComboConfig combo) {
        if (combo == null) {
            throw new IllegalStateException("a name that is neither combo nor alias");
        }
        List<Resolved> members = new ArrayList<>(combo.members().size());
        combo.members().forEach(member -> members.add(resolve(member.model())));
        return new Resolved.Combo(combo, members);
    }

    private Resolved model(String name) {
        int slash = name.indexOf('/');
        Provider named = slash < 0 ? null : snapshot.provider(name.substring(0, slash));
        if (named != null && slash + 1 < name.length()) {
            EffortSuffix meant = named.named(name.substring(slash + 1));
            if (named.serves(meant.model())) {
                return new Resolved.Model(name, named, meant.model(), meant.effort());
            }
        }
        List<Provider> declaring = snapshot.declaring(name);
        return declaring.size() == 1 ? bare(name, declaring.getFirst()) : withEffort(name);
    }

    private static Resolved bare(String name, Provider provider) {
        EffortSuffix meant = provider.named(name);
        return new Resolved.Model(name, provider, meant.model(), meant.effort());
    }

    /** A name that nobody declares may be one for a model and an effort. */
    private Resolved withEffort(String name) {
        EffortSuffix apart = EffortSuffix.of(name);
        List<Provider> declaring = apart.effort() == null ? List.of() : snapshot.declaring(apart.model());
        Resolved model = declaring.size() == 1 ? bare(name, declaring.getFirst()) : null;
        return model instanceof Resolved.Model found && found.id().equals(apart.model())
                ? found
                : new Resolved.Missing(name);
    }

    /** A model string, understood. */
    sealed interface Resolved {
        /** Another name. */
        record Alias(String name, Resolved target) implements Resolved {}

        /** Several names: one for each member of the combo, in the same order. */
        record Combo(ComboConfig config, List<Resolved> members) implements Resolved {}

        /**
         * A model of a provider.
         *
         * @param effort how hard it shall think, where the name says so; else null
         */
        record Model(
                String name,
                Provider provider,
                String id,
                @Nullable String effort) implements Resolved {}

        /** Nothing. */
        record Missing(String name) implements Resolved {}
    }
}
