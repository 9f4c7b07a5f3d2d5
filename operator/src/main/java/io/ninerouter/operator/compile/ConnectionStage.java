package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.api.v1alpha1.SecretKeyRef;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.apikey.KeySecret;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The accounts: each stands alone, so that a broken one takes nothing from another. */
final class ConnectionStage {
    private final Providers providers;
    private final SecretValues secrets;
    private final LastValid before;
    private final LoginStage logins;
    private final Set<String> subscriptions;
    private final Result result = new Result(new TreeMap<>(), new TreeMap<>(), new HashMap<>());

    private ConnectionStage(Inputs inputs, Providers providers, LastValid before) {
        this.providers = providers;
        this.secrets = inputs.secrets();
        this.before = before;
        this.subscriptions = new HashSet<>(inputs.catalogue().prices().subscriptions());
        // A node of a built-in provider's name is another provider.
        inputs.objects().nodes().forEach(node -> subscriptions.remove(node.name()));
        this.logins = new LoginStage(
                inputs.catalogue().logins(),
                inputs.objects().nodes().stream().map(Declared::name).collect(Collectors.toSet()),
                inputs.secrets());
    }

    /** What serves, in order of name. */
    record Result(
            Map<String, ConnectionConfig> connections,
            Map<String, Credential> credentials,
            Map<ObjectRef, Verdict> verdicts) {}

    static Result compile(Inputs inputs, Providers providers, LastValid before) {
        ConnectionStage stage = new ConnectionStage(inputs, providers, before);
        inputs.objects()
                .connections()
                .forEach(connection -> stage.result.verdicts().put(connection.ref(), stage.judge(connection)));
        return stage.result;
    }

    private Verdict judge(Declared<ProviderConnection.Spec> connection) {
        ProviderConnection.Spec spec = connection.spec();
        boolean active = !Boolean.FALSE.equals(spec.active());
        ProviderConnection.Auth auth = spec.auth();
        Verdict.Detail detail = new Verdict.OfConnection(active, auth == null || auth.none() == null);
        Decision accepted = NotInEffect.connection(spec, ProbeRules.accept(spec, accept(spec, auth)));
        if (!accepted.holds()) {
            return Verdict.refused(connection, accepted, detail);
        }
        if (auth.oauth() != null || auth.serviceAccountKey() != null) {
            return judgeLogin(connection, accepted, active);
        }
        Lookup lookup = lookUp(connection.ref().namespace(), auth);
        if (providers.find(spec.provider()) == null) {
            Served last = active && lookup.problem() == null ? lastValid(connection, lookup.credential()) : null;
            if (last != null && last.form() instanceof ConnectionConfig config) {
                serve(config, lookup.credential());
            }
            return Verdict.unresolved(connection, accepted, providerNotFound(connection), detail, last);
        }
        if (lookup.problem() != null) {
            return Verdict.unresolved(connection, accepted, lookup.problem(), detail);
        }
        if (!active) {
            return Verdict.served(connection, accepted, Fragment.of(Fragment.ABSENT), detail);
        }
        ConnectionConfig config = config(connection);
        serve(config, lookup.credential());
        Probing probing = ProbeRules.decide(spec, providers, lookup.credential());
        return Verdict.served(
                connection,
                accepted,
                new Fragment(config, lookup.credential()),
                new Verdict.OfConnection(true, auth.none() == null, probing));
    }

    /** One whose credential comes and goes: what it shows at the moment is no part of what replicas acknowledge. */
    private Verdict judgeLogin(Declared<ProviderConnection.Spec> connection, Decision accepted, boolean active) {
        if (providers.find(connection.spec().provider()) == null) {
            return Verdict.unresolved(
                    connection, accepted, providerNotFound(connection), new Verdict.OfConnection(active, true));
        }
        LoginStage.Found found = logins.find(connection);
        Verdict.Detail detail = new Verdict.OfConnection(active, true, RENEWED, found.plan());
        if (found.problem() != null) {
            return Verdict.unresolved(connection, accepted, found.problem(), detail);
        }
        if (!active) {
            return Verdict.served(connection, accepted, Fragment.of(Fragment.ABSENT), detail);
        }
        if (found.credential() == null) {
            return Verdict.unserved(connection, accepted, detail);
        }
        ConnectionConfig config = config(connection);
        serve(config, found.credential());
        return Verdict.served(connection, accepted, Fragment.of(config), detail);
    }

    private static final Probing RENEWED = new Probing.Never("its renewal tells");

    private void serve(ConnectionConfig config, @Nullable Credential credential) {
        result.connections().put(config.name(), config);
        if (credential != null) {
            result.credentials().put(config.name(), credential);
        }
    }

    /**
     * The last valid form, where it is safe: its provider is still there, and the credential is the very one that this
     * provider was shown before. A credential that was changed, or is gone, must reach nobody whom it is not meant for.
     */
    private @Nullable Served lastValid(Declared<ProviderConnection.Spec> connection, @Nullable Credential credential) {
        Served last = before.instead(connection);
        boolean safe = last != null
                && last.form() instanceof ConnectionConfig config
                && providers.find(config.provider()) != null
                && config.needsCredential() == (credential != null)
                && Objects.equals(last.credential(), credential);
        return safe ? last : null;
    }

    private Decision accept(ProviderConnection.Spec spec, ProviderConnection.@Nullable Auth auth) {
        if (auth == null) {
            return Decision.no(
                    Reason.INVALID,
                    "auth: none (expected: auth.apiKey, auth.oauth, auth.serviceAccountKey or auth.none)");
        }
        long ways = Stream.of(auth.apiKey(), auth.none(), auth.oauth(), auth.serviceAccountKey())
                .filter(Objects::nonNull)
                .count();
        if (ways != 1) {
            return Decision.no(
                    Reason.INVALID, "auth: (expected: exactly one of apiKey, oauth, serviceAccountKey, none)");
        }
        return auth.apiKey() != null || auth.none() != null ? Decision.ACCEPTED : logins.accept(spec);
    }

    private Decision providerNotFound(Declared<ProviderConnection.Spec> connection) {
        String provider = connection.spec().provider();
        String namespace = connection.ref().namespace();
        return Decision.no(
                Reason.PROVIDER_NOT_FOUND,
                providers.refused().contains(provider)
                        ? "provider: ProviderNode " + namespace + "/" + provider
                                + " is not accepted (expected: one that is)"
                        : "provider: " + provider + " (expected: a catalogue id or a ProviderNode of namespace "
                                + namespace + ")");
    }

    private Lookup lookUp(String namespace, ProviderConnection.Auth auth) {
        ProviderConnection.SecretSource source = auth.apiKey();
        if (source == null) {
            return new Lookup(null, null);
        }
        SecretKeyRef ref = source.secretRef();
        SecretValues.Entry secret = secrets.find(namespace, ref.name());
        String place = "auth.apiKey.secretRef: Secret " + namespace + "/" + ref.name();
        if (secret == null) {
            return new Lookup(null, Decision.no(Reason.SECRET_NOT_FOUND, place + " does not exist"));
        }
        String name = Objects.requireNonNullElse(ref.key(), KeySecret.KEY);
        SecretText key = secret.values().get(name);
        if (key == null) {
            return new Lookup(null, Decision.no(Reason.SECRET_KEY_MISSING, place + secret.without(name)));
        }
        if (!KeySources.isHeaderValue(key)) {
            return new Lookup(
                    null,
                    Decision.no(
                            Reason.INVALID,
                            place + ", key " + name + ": holds blanks or characters that no header can carry"
                                    + " (expected: one word of visible ASCII)"));
        }
        return new Lookup(new Credential(Credential.Kind.API_KEY, key, null), null);
    }

    private ConnectionConfig config(Declared<ProviderConnection.Spec> connection) {
        ProviderConnection.Spec spec = connection.spec();
        ProviderConnection.Limits limits = spec.limits();
        Integer most = limits == null ? null : limits.maxConcurrentRequests();
        return new ConnectionConfig(
                connection.name(),
                spec.provider(),
                Objects.requireNonNullElse(spec.priority(), 10),
                Objects.requireNonNullElse(spec.weight(), 1),
                spec.models(),
                Objects.requireNonNullElse(most, 0),
                spec.auth().none() == null,
                spec.auth().oauth() != null || subscriptions.contains(spec.provider()),
                Map.of(),
                null,
                spec.auth().oauth() != null || spec.auth().serviceAccountKey() != null,
                List.of());
    }

    /** A credential, or what is wrong; neither where none is needed. */
    private record Lookup(
            @Nullable Credential credential, @Nullable Decision problem) {}
}
