package io.ninerouter.operator.compile;

import io.ninerouter.config.AliasConfig;
import io.ninerouter.config.ComboConfig;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.ProviderConfig;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is published now, by object: the last valid form of each. ApiKeys are not here: a key that is wrong serves nobody.
 *
 * @param byObject what is served, by object
 * @param origins of everything that is accepted, be it served or not: it holds its names
 */
public record LastValid(Map<ObjectRef, Served> byObject, Map<ObjectRef, Origin> origins) {
    /** Nothing was published yet. */
    public static final LastValid NONE = new LastValid(Map.of(), Map.of());

    public LastValid {
        byObject = Map.copyOf(byObject);
        origins = Map.copyOf(origins);
    }

    /**
     * Puts together what was published: the same from a compilation and from what was read back.
     *
     * @param origins where its parts come from
     */
    public static LastValid of(
            GatewayConfig config, Map<String, Credential> credentials, Map<ObjectRef, Origin> origins) {
        Map<String, ProviderConfig> providers = byName(config.providers(), ProviderConfig::id);
        Map<String, ConnectionConfig> connections = byName(config.connections(), ConnectionConfig::name);
        Map<String, ComboConfig> combos = byName(config.combos(), ComboConfig::name);
        Map<String, AliasConfig> aliases = byName(config.aliases(), AliasConfig::alias);
        Map<ObjectRef, Served> byObject = new HashMap<>();
        origins.forEach((ref, origin) -> {
            Object form = switch (ref.kind()) {
                case ROUTER -> config.settings();
                case NODE -> providers.get(origin.name());
                case CONNECTION -> connections.get(origin.name());
                case COMBO -> combos.get(origin.name());
                case ALIAS -> aliases.get(origin.name());
                case KEY -> null;
            };
            if (form != null) {
                Credential credential = ref.kind() == ObjectRef.Kind.CONNECTION ? credentials.get(origin.name()) : null;
                byObject.put(ref, new Served(origin.mark(), origin.generation(), form, credential));
            }
        });
        return new LastValid(byObject, origins);
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
        Served served = byObject.get(object.ref());
        boolean earlier = served != null
                && served.mark().equals(Served.mark(object.uid()))
                && served.generation() != object.generation();
        return earlier ? served : null;
    }

    /** Whether the declared form is the one that was accepted at the last publication. */
    boolean isAcceptedAsItStands(Declared<?> object) {
        Origin origin = origins.get(object.ref());
        return origin != null
                && origin.generation() == object.generation()
                && origin.mark().equals(Served.mark(object.uid()));
    }

    private static <T> Map<String, T> byName(List<T> parts, Function<T, String> name) {
        return parts.stream().collect(Collectors.toMap(name, Function.identity(), (first, second) -> first));
    }
}
