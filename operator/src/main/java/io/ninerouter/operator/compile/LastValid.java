package io.ninerouter.operator.compile;

import io.ninerouter.config.AliasConfig;
import io.ninerouter.config.ComboConfig;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.ProviderConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is published now, by object: the last valid form of each. ApiKeys are not here: a key that is wrong serves nobody. */
public final class LastValid {
    /** Nothing was published yet. */
    public static final LastValid NONE = new LastValid(null, Map.of(), Map.of());

    private final @Nullable GatewayConfig config;
    private final Map<String, Credential> credentials;
    private final Map<ObjectRef, Origin> origins;

    private LastValid(
            @Nullable GatewayConfig config, Map<String, Credential> credentials, Map<ObjectRef, Origin> origins) {
        this.config = config;
        this.credentials = credentials;
        this.origins = new HashMap<>(origins);
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
        return new LastValid(config, credentials, origins);
    }

    /**
     * What it says of some objects, in their order: a form that may go on serving, or whether the object is accepted as it
     * stands.
     */
    List<Object> of(List<? extends Declared<?>> objects) {
        List<Object> said = new ArrayList<>(objects.size());
        for (Declared<?> object : objects) {
            boolean accepted = isAcceptedAsItStands(object);
            Served instead = accepted ? null : instead(object);
            said.add(instead == null ? accepted : instead);
        }
        return said;
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
