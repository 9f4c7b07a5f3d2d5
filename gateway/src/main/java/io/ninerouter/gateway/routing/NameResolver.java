package io.ninerouter.gateway.routing;

import io.ninerouter.config.ComboConfig;
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
        if (named != null && named.serves(name.substring(slash + 1)) && slash + 1 < name.length()) {
            return new Resolved.Model(name, named, name.substring(slash + 1));
        }
        List<Provider> declaring = snapshot.declaring(name);
        return declaring.size() == 1
                ? new Resolved.Model(name, declaring.getFirst(), name)
                : new Resolved.Missing(name);
    }

    /** A model string, understood. */
    sealed interface Resolved {
        /** Another name. */
        record Alias(String name, Resolved target) implements Resolved {}

        /** Several names: one for each member of the combo, in the same order. */
        record Combo(ComboConfig config, List<Resolved> members) implements Resolved {}

        /** A model of a provider. */
        record Model(String name, Provider provider, String id) implements Resolved {}

        /** Nothing. */
        record Missing(String name) implements Resolved {}
    }
}
