package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.api.v1alpha1.SecretKeyRef;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.apikey.KeySecret;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The accounts: each stands alone, so that a broken one takes nothing from another. */
final class ConnectionStage {
    private final Providers providers;
    private final SecretValues secrets;

    private ConnectionStage(Providers providers, SecretValues secrets) {
        this.providers = providers;
        this.secrets = secrets;
    }

    /** What serves, in order of name. */
    record Result(
            Map<String, ConnectionConfig> connections,
            Map<String, Credential> credentials,
            Map<ObjectRef, Verdict> verdicts) {}

    static Result compile(Inputs inputs, Providers providers) {
        ConnectionStage stage = new ConnectionStage(providers, inputs.secrets());
        Result result = new Result(new TreeMap<>(), new TreeMap<>(), new HashMap<>());
        inputs.objects().connections().forEach(connection -> {
            Verdict verdict = stage.judge(connection);
            result.verdicts().put(connection.ref(), verdict);
            Fragment fragment = verdict.fragment();
            if (fragment != null && fragment.config() instanceof ConnectionConfig config) {
                result.connections().put(config.name(), config);
                if (fragment.credential() != null) {
                    result.credentials().put(config.name(), fragment.credential());
                }
            }
        });
        return result;
    }

    private Verdict judge(Declared<ProviderConnection.Spec> connection) {
        ProviderConnection.Spec spec = connection.spec();
        boolean active = !Boolean.FALSE.equals(spec.active());
        ProviderConnection.Auth auth = spec.auth();
        Verdict.Detail detail = new Verdict.OfConnection(active, auth == null || auth.none() == null);
        Decision accepted = NotInEffect.connection(spec, accept(auth));
        if (!accepted.holds()) {
            return Verdict.refused(connection, accepted, detail);
        }
        if (providers.find(spec.provider()) == null) {
            return Verdict.unresolved(connection, accepted, providerNotFound(connection), detail);
        }
        Lookup lookup = lookUp(connection.ref().namespace(), auth);
        if (lookup.problem() != null) {
            return Verdict.unresolved(connection, accepted, lookup.problem(), detail);
        }
        Fragment fragment =
                active ? new Fragment(config(connection), lookup.credential()) : Fragment.of(Fragment.ABSENT);
        return Verdict.served(connection, accepted, fragment, detail);
    }

    private static Decision accept(ProviderConnection.@Nullable Auth auth) {
        if (auth == null) {
            return Decision.no(Reason.INVALID, "auth: none (expected: auth.apiKey or auth.none)");
        }
        if (auth.oauth() != null) {
            return unsupported("auth.oauth");
        }
        if (auth.serviceAccountKey() != null) {
            return unsupported("auth.serviceAccountKey");
        }
        if ((auth.apiKey() == null) == (auth.none() == null)) {
            return Decision.no(Reason.INVALID, "auth: (expected: exactly one of apiKey, none)");
        }
        return Decision.ACCEPTED;
    }

    private static Decision unsupported(String field) {
        return Decision.no(
                Reason.UNSUPPORTED, field + ": not supported in this release (expected: auth.apiKey or auth.none)");
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

    private static ConnectionConfig config(Declared<ProviderConnection.Spec> connection) {
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
                spec.auth().none() == null);
    }

    /** A credential, or what is wrong; neither where none is needed. */
    private record Lookup(
            @Nullable Credential credential, @Nullable Decision problem) {}
}
