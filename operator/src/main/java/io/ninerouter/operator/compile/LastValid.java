package io.ninerouter.operator.compile;

import io.ninerouter.config.AliasConfig;
import io.ninerouter.config.ComboConfig;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.ProviderConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * What is published now, by object: the last valid form of each. ApiKeys are not here: a key that is wrong serves nobody. What it
 * says never changes; thread-safe.
 */
public final class LastValid {
    /** Nothing was published yet. */
    public static final LastValid NONE = new LastValid(null, Map.of(), HashTreePMap.empty());

    private final @Nullable GatewayConfig config;
    private final Map<String, Credential> credentials;
    private final HashPMap<ObjectRef, Origin> origins;
    /** What was said of all objects of a kind: of thousands few have changed when it is asked for again. */
    private final Map<ObjectRef.Kind, Said> said = new ConcurrentHashMap<>();

    private LastValid(
            @Nullable GatewayConfig config, Map<String, Credential> credentials, HashPMap<ObjectRef, Origin> origins) {
        this.config = config;
        this.credentials = credentials;
        this.origins = origins;
    }

    /**
     * What was said of all objects of a kind.
     *
     * @param said of each of the objects, in their order
     * @param again names of those of which something else may be to be said by now. Two objects of one kind may have one name, in
     *     two namespaces: then one too many is looked at
     */
    private record Said(List<? extends Declared<?>> objects, List<Object> said, Set<String> again) {
        private Said(List<? extends Declared<?>> objects, List<Object> said) {
            this(objects, said, Set.of());
        }

        private Said after(Set<ObjectRef> changed) {
            Set<String> names = new HashSet<>(again);
            for (ObjectRef ref : changed) {
                if (ref.kind() == objects.getFirst().ref().kind()) {
                    names.add(ref.name());
                }
            }
            return new Said(objects, said, names);
        }

        /** Whether nothing has to be said anew: nothing has changed, and nothing stands in for any of them. */
        private boolean standsFor(List<? extends Declared<?>> others) {
            return again.isEmpty() && objects.equals(others) && said.stream().allMatch(Boolean.TRUE::equals);
        }
    }

    /**
     * Puts together what was published: the same from a compilation and from what was read back.
     *
     * @param config its parts in order of name
     * @param credentials by connection; not changed afterwards
     * @param origins of everything that is accepted, be it served or not: it holds its names
     */
    public static LastValid of(
            GatewayConfig config, Map<String, Credential> credentials, Map<ObjectRef, Origin> origins) {
        return new LastValid(config, credentials, SharedMaps.hashed(origins));
    }

    /**
     * What is published after this.
     *
     * @param next where its parts come from
     * @param changed all objects of which that is something else than before, those that are gone included
     */
    LastValid next(
            GatewayConfig config,
            Map<String, Credential> credentials,
            Map<ObjectRef, Origin> next,
            Set<ObjectRef> changed) {
        HashPMap<ObjectRef, Origin> origins = this.origins;
        for (ObjectRef ref : changed) {
            Origin origin = next.get(ref);
            origins = origin == null ? origins.minus(ref) : origins.plus(ref, origin);
        }
        LastValid after = new LastValid(config, credentials, origins);
        said.forEach((kind, before) -> after.said.put(kind, before.after(changed)));
        return after;
    }

    /**
     * What it says of some objects, in their order: a form that may go on serving, or whether the object is accepted as it
     * stands.
     */
    List<Object> of(List<? extends Declared<?>> objects) {
        if (objects.isEmpty()) {
            return List.of();
        }
        ObjectRef.Kind kind = objects.getFirst().ref().kind();
        Said before = said.get(kind);
        if (before == null || !before.standsFor(objects)) {
            before = new Said(objects, say(objects, before));
            said.put(kind, before);
        }
        return before.said();
    }

    private List<Object> say(List<? extends Declared<?>> objects, @Nullable Said before) {
        Said known = before != null && before.objects().size() == objects.size() ? before : null;
        List<Object> all = new ArrayList<>(objects.size());
        for (int i = 0; i < objects.size(); i++) {
            Declared<?> object = objects.get(i);
            // What is accepted as it stands stays so; a form that stands in may become another one by itself.
            boolean stands = known != null
                    && Boolean.TRUE.equals(known.said().get(i))
                    && Objects.equals(object, known.objects().get(i))
                    && !known.again().contains(object.name());
            all.add(stands ? true : say(object));
        }
        return before != null && all.equals(before.said()) ? before.said() : List.copyOf(all);
    }

    private Object say(Declared<?> object) {
        boolean accepted = isAcceptedAsItStands(object);
        Served instead = accepted ? null : instead(object);
        return instead == null ? accepted : instead;
    }

    /**
     * What comes first keeps its names: objects that are accepted as they stand, then those that are new or edited; the
     * older first among each.
     */
    Comparator<Declared<?>> acceptedFirst() {
        return Comparator.<Declared<?>, Boolean>comparing(object -> !isAcceptedAsItStands(object))
                .thenComparing(Declared.OLDEST_FIRST);
    }

    /** The form that may go on serving in place of the declared one; null = there is none but, at most, the declared one. */
    @Nullable
    Served instead(Declared<?> object) {
        Origin origin = origins.get(object.ref());
        return origin != null
                        && origin.generation() != object.generation()
                        && origin.mark().equals(Served.mark(object.uid()))
                ? served(object.ref(), origin)
                : null;
    }

    /** Whether the declared form is the one that was accepted at the last publication. */
    boolean isAcceptedAsItStands(Declared<?> object) {
        Origin origin = origins.get(object.ref());
        return origin != null
                && origin.generation() == object.generation()
                && origin.mark().equals(Served.mark(object.uid()));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LastValid last
                && origins.equals(last.origins)
                && origins.entrySet().stream()
                        .allMatch(entry -> Objects.equals(
                                served(entry.getKey(), entry.getValue()),
                                last.served(entry.getKey(), entry.getValue())));
    }

    @Override
    public int hashCode() {
        return origins.hashCode();
    }

    private @Nullable Served served(ObjectRef ref, Origin origin) {
        Object form = config == null ? null : form(config, ref.kind(), origin.name());
        Credential credential = ref.kind() == ObjectRef.Kind.CONNECTION ? credentials.get(origin.name()) : null;
        return form == null ? null : new Served(origin.mark(), origin.generation(), form, credential);
    }

    private static @Nullable Object form(GatewayConfig config, ObjectRef.Kind kind, String name) {
        return switch (kind) {
            case ROUTER -> config.settings();
            case NODE -> find(config.providers(), ProviderConfig::id, name);
            case CONNECTION -> find(config.connections(), ConnectionConfig::name, name);
            case COMBO -> find(config.combos(), ComboConfig::name, name);
            case ALIAS -> find(config.aliases(), AliasConfig::alias, name);
            case KEY -> null;
        };
    }

    private static <T> @Nullable T find(List<T> parts, Function<T, String> name, String wanted) {
        int low = 0;
        int high = parts.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (name.apply(parts.get(middle)).compareTo(wanted) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < parts.size() && name.apply(parts.get(low)).equals(wanted) ? parts.get(low) : null;
    }
}
