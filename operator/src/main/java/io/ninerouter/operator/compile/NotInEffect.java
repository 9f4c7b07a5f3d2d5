package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.Egress;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.api.v1alpha1.Router;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields that the schema takes and this release does nothing with: the one list of them. Whoever makes a field work
 * removes its line here. A field that stands at a value that asks for nothing is not named.
 */
final class NotInEffect {
    private static final String SET = "set";

    private static final List<Field<Router.Spec>> ROUTER = List.of(
            field("tokenSaver", spec -> unless(Router.TokenSaver.Off, spec.tokenSaver())),
            field("egress.proxy", spec -> proxy(spec.egress())),
            field("egress.denyPrivateAddresses", spec -> denyPrivate(spec.egress())));

    private static final List<Field<ProviderConnection.Spec>> CONNECTION = List.of(
            field(
                    "settings",
                    spec -> spec.settings().isEmpty() || LoginStage.reads(spec, spec.settings())
                            ? null
                            : String.join(", ", spec.settings().keySet())),
            field("egress.proxy", spec -> proxy(spec.egress())),
            field("egress.denyPrivateAddresses", spec -> denyPrivate(spec.egress())));

    private NotInEffect() {}

    static Decision router(Router.Spec spec, Decision otherwise) {
        return decide(ROUTER, spec, otherwise);
    }

    static Decision connection(ProviderConnection.Spec spec, Decision otherwise) {
        return decide(CONNECTION, spec, otherwise);
    }

    private static <S> Decision decide(List<Field<S>> fields, S spec, Decision otherwise) {
        List<String> idle = fields.stream()
                .map(field -> field.asked(spec))
                .filter(Objects::nonNull)
                .toList();
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

    private static @Nullable String proxy(@Nullable Egress egress) {
        return egress == null ? null : present(egress.proxy());
    }

    private static @Nullable String denyPrivate(@Nullable Egress egress) {
        return egress != null && Boolean.TRUE.equals(egress.denyPrivateAddresses()) ? "true" : null;
    }

    private static @Nullable String present(@Nullable Object value) {
        return value == null ? null : SET;
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
