package io.ninerouter.operator.compile;

import io.ninerouter.config.AliasConfig;
import io.ninerouter.config.ComboConfig;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.GatewayConfig.Settings;
import io.ninerouter.config.ProviderConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Notes which object, in which generation, each part of a configuration comes from, and what holds a name without a part. */
final class Origins {
    private Origins() {}

    static Map<ObjectRef, Origin> of(List<? extends Declared<?>> objects, Map<ObjectRef, Verdict> verdicts) {
        Map<ObjectRef, Origin> origins = new HashMap<>();
        for (Declared<?> object : objects) {
            Origin origin = origin(object, verdicts.get(object.ref()));
            if (origin != null) {
                origins.put(object.ref(), origin);
            }
        }
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
