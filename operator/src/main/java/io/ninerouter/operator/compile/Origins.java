package io.ninerouter.operator.compile;

import io.ninerouter.config.AliasConfig;
import io.ninerouter.config.ComboConfig;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.GatewayConfig.Settings;
import io.ninerouter.config.ProviderConfig;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Notes which object, in which generation, each part of a configuration comes from, and what holds a name without a part. */
final class Origins {
    private Origins() {}

    static SortedMap<ObjectRef, Origin> of(Inputs inputs, Map<ObjectRef, Verdict> verdicts) {
        SortedMap<ObjectRef, Origin> origins = new TreeMap<>();
        Stream.of(
                        Stream.of(inputs.router()),
                        inputs.objects().nodes().stream(),
                        inputs.objects().connections().stream(),
                        inputs.objects().combos().stream(),
                        inputs.objects().aliases().stream())
                .flatMap(objects -> objects)
                .forEach(object -> {
                    Origin origin = origin(object, verdicts.get(object.ref()));
                    if (origin != null) {
                        origins.put(object.ref(), origin);
                    }
                });
        return origins;
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
