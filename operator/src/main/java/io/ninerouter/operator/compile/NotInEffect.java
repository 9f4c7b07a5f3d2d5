package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.api.v1alpha1.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields that the schema takes and this release does nothing with: the one list of them. Whoever makes a field work
 * removes its line here. A field that stands at a value that asks for nothing is not named.
 */
final class NotInEffect {
    private static final List<Field<Router.Spec>> ROUTER =
            List.of(field("tokenSaver", spec -> unless(Router.TokenSaver.Off, spec.tokenSaver())));

    private NotInEffect() {}

    static Decision router(Router.Spec spec, Decision otherwise) {
        return decide(idle(ROUTER, spec), otherwise);
    }

    /**
     * Of a connection.
     *
     * @param rules of its provider; null = it has none, so that nobody knows what its settings mean
     */
    static Decision connection(ProviderConnection.Spec spec, @Nullable AccountRules rules, Decision otherwise) {
        List<String> idle = new ArrayList<>();
        if (rules != null) {
            List<String> unknown = rules.unknown(spec.settings());
            if (!unknown.isEmpty()) {
                idle.add("spec.settings: " + String.join(", ", unknown) + " (provider " + rules.provider() + " has "
                        + (rules.settings().isEmpty()
                                ? "no settings"
                                : "only " + String.join(", ", rules.settings().keySet()))
                        + ")");
            }
        }
        return decide(idle, otherwise);
    }

    private static <S> List<String> idle(List<Field<S>> fields, S spec) {
        return fields.stream()
                .map(field -> field.asked(spec))
                .filter(Objects::nonNull)
                .toList();
    }

    private static Decision decide(List<String> idle, Decision otherwise) {
        if (idle.isEmpty() || !otherwise.holds()) {
            return otherwise;
        }
        String message = "accepted, but without effect in this release: " + String.join("; ", idle);
        return Decision.yes(
                Reason.FIELDS_NOT_IN_EFFECT,
                otherwise.reason() == Reason.ACCEPTED ? message : otherwise.message() + "; " + message);
    }

    private static <S> Field<S> field(String path, Function<S, @Nullable String> asked) {
        return new Field<>(path, asked);
    }

    private static @Nullable String unless(Object idle, @Nullable Object value) {
        return value == null || value.equals(idle) ? null : value.toString();
    }

    /**
     * One field.
     *
     * @param path below {@code spec}
     * @param asked what the value asks for; null = nothing
     */
    private record Field<S>(String path, Function<S, @Nullable String> asked) {
        @Nullable
        String asked(S spec) {
            String value = asked.apply(spec);
            return value == null ? null : "spec." + path + ": " + value;
        }
    }
}
