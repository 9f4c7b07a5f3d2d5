package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.operator.catalog.Way;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The accounts: each stands alone, so that a broken one takes nothing from another. */
final class ConnectionStage {
    private final Providers providers;
    private final ShownCredentials shown;
    private final LastValid before;
    private final Map<String, Listed> lists;
    private final LoginStage logins;
    private final Result result = new Result(new TreeMap<>(), new TreeMap<>(), new HashMap<>());

    private ConnectionStage(Inputs inputs, Providers providers, LastValid before) {
        this.providers = providers;
        this.shown = new ShownCredentials(inputs.secrets());
        this.before = before;
        this.lists = inputs.lists();
        this.logins = new LoginStage(inputs, providers);
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
        ProviderConfig provider = providers.find(spec.provider());
        AccountRules rules = provider == null ? null : providers.accountsOf(provider);
        Decision accepted = NotInEffect.connection(spec, rules, ProbeRules.accept(spec, accept(spec, rules)));
        if (!accepted.holds()) {
            return Verdict.refused(connection, accepted, detail);
        }
        if (rules != null && LoginStage.concerns(auth)) {
            return judgeLogin(connection, accepted, rules, active);
        }
        ShownCredentials.Lookup lookup = shown.find(connection.ref().namespace(), auth);
        if (rules == null) {
            Served last = active && lookup.problem() == null ? lastValid(connection, lookup.credential()) : null;
            if (last != null && last.form() instanceof ConnectionConfig config) {
                serve(config, last.credential());
            }
            return Verdict.unresolved(connection, accepted, providerNotFound(connection), detail, last);
        }
        if (lookup.problem() != null) {
            return Verdict.unresolved(connection, accepted, lookup.problem(), detail);
        }
        if (!active) {
            return Verdict.served(connection, accepted, Fragment.of(Fragment.ABSENT), detail);
        }
        Map<String, String> settings = rules.resolve(spec.settings());
        Credential credential = ShownCredentials.complete(lookup.credential(), settings);
        ProviderConfig known = Objects.requireNonNull(provider);
        Asking asking = AskRules.decide(known, providers.sourcesOf(known), settings, credential, null);
        Offers offers = Offers.of(known, spec.models(), asking.models(), lists.get(connection.name()));
        ConnectionConfig config = config(connection, rules, settings).offering(offers.ids());
        serve(config, credential);
        Probing probing = ProbeRules.decide(spec, providers, settings, credential);
        return Verdict.served(
                connection,
                accepted,
                new Fragment(config, credential),
                new Verdict.OfConnection(true, auth.none() == null, probing, asking, offers.told(), null));
    }

    /** One whose credential comes and goes: what it shows at the moment is no part of what replicas acknowledge. */
    private Verdict judgeLogin(
            Declared<ProviderConnection.Spec> connection, Decision accepted, AccountRules rules, boolean active) {
        LoginStage.Found found = logins.find(connection);
        Verdict.OfConnection detail = new Verdict.OfConnection(active, true, RENEWED).with(found.plan());
        if (found.problem() != null) {
            return Verdict.unresolved(connection, accepted, found.problem(), detail);
        }
        if (!active) {
            return Verdict.served(connection, accepted, Fragment.of(Fragment.ABSENT), detail);
        }
        if (found.credential() == null) {
            return Verdict.unserved(connection, accepted, detail);
        }
        Map<String, String> settings = rules.resolve(connection.spec().settings());
        ProviderConfig known =
                Objects.requireNonNull(providers.find(connection.spec().provider()));
        Asking asking =
                AskRules.decide(known, providers.sourcesOf(known), settings, found.credential(), found.loginToken());
        Offers offers = Offers.of(known, connection.spec().models(), asking.models(), lists.get(connection.name()));
        ConnectionConfig config = config(connection, rules, settings).offering(offers.ids());
        serve(config, found.credential());
        Verdict.Detail asked = new Verdict.OfConnection(true, true, RENEWED, asking, offers.told(), found.plan());
        return Verdict.served(connection, accepted, Fragment.of(config), asked);
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
                && Objects.equals(last.credential(), ShownCredentials.complete(credential, config.settings()));
        return safe ? last : null;
    }

    /** What can be said without a look into Secrets. */
    private Decision accept(ProviderConnection.Spec spec, @Nullable AccountRules rules) {
        Set<Way> ways = spec.auth() == null ? Set.of() : Way.of(spec.auth());
        if (ways.size() != 1) {
            return Decision.no(
                    Reason.INVALID, "auth: " + ways.size() + " ways (expected: exactly one of " + Way.fields() + ")");
        }
        Way way = ways.iterator().next();
        if (rules == null) {
            return Decision.ACCEPTED;
        }
        return rules.accept(way)
                .and(() -> LoginStage.concerns(spec.auth()) ? logins.accept(spec) : Decision.ACCEPTED)
                .and(() -> rules.accept(spec.settings()));
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

    private static ConnectionConfig config(
            Declared<ProviderConnection.Spec> connection, AccountRules rules, Map<String, String> settings) {
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
                rules.subscription(),
                settings,
                null,
                LoginStage.concerns(spec.auth()),
                List.of());
    }
}
