package io.ninerouter.operator.compile;

import io.ninerouter.config.AliasConfig;
import io.ninerouter.config.ComboConfig;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.GatewayConfig.Settings;
import io.ninerouter.config.ProviderConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * Notes which object, in which generation, each part of a configuration comes from, and what holds a name without a part.
 *
 * @param byObject those of one kind
 * @param step how they differ from those before
 * @param verdicts of which verdicts they were made; null = how those differ from others is not known
 */
record Origins(
        Map<ObjectRef, Origin> byObject,
        Step step,
        @Nullable Step verdicts) {

    /**
     * Where the objects of one kind are judged.
     *
     * @param stage where
     * @param step how its verdicts differ from those before; null = not known
     */
    record Place(
            List<? extends Declared<?>> objects,
            Stage<?> stage,
            Map<ObjectRef, Verdict> verdicts,
            @Nullable Step step) {}

    /** @param before of the compile before; it saves work and changes nothing */
    static Origins of(Place place, @Nullable Origins before) {
        Set<ObjectRef> changed =
                before == null || place.step() == null ? null : place.step().since(before.verdicts());
        HashPMap<ObjectRef, Origin> next =
                before == null || changed == null ? HashTreePMap.empty() : SharedMaps.hashed(before.byObject());
        // Of thousands few have changed. Two in two namespaces may have one name: then one too many is looked at.
        Set<String> names = changed == null
                ? Set.of()
                : changed.stream().map(ObjectRef::name).collect(Collectors.toCollection(HashSet::new));
        for (Declared<?> object : place.objects()) {
            if (changed == null || names.contains(object.name())) {
                Origin origin = origin(object, place.verdicts().get(object.ref()));
                if (origin == null) {
                    next = next.minus(object.ref());
                } else {
                    next = next.plus(object.ref(), origin);
                }
            }
        }
        Step step =
                before == null || changed == null ? Step.anew() : before.step().next(changed);
        return new Origins(next, step, place.step());
    }

    private static @Nullable Origin origin(Declared<?> object, @Nullable Verdict verdict) {
        if (verdict == null) {
            return null;
        }
        Served instead = verdict.instead();
        if (instead != null) {
            return new Origin(instead.mark(), instead.generation(), name(instead.form()));
        }
        return verdict.accepted().holds()
                ? new Origin(Served.mark(object.uid()), object.generation(), name(verdict.fragment()))
                : null;
    }

    private static String name(@Nullable Fragment fragment) {
        return fragment == null || fragment.config().equals(Fragment.ABSENT) ? Origin.NO_PART : name(fragment.config());
    }

    private static String name(Object part) {
        return switch (part) {
            case Settings _ -> "";
            case ProviderConfig provider -> provider.id();
            case ConnectionConfig connection -> connection.name();
            case ComboConfig combo -> combo.name();
            case AliasConfig alias -> alias.alias();
            default ->
                throw new IllegalArgumentException(
                        part.getClass().getSimpleName() + " (expected: a part of a configuration with a name)");
        };
    }
}
