package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.EgressConfig;
import io.ninerouter.config.GatewayConfig.Settings;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.egress.AddressGuard;
import io.ninerouter.egress.Egress;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which way accounts are reached, put over what the other stages made of the Router and of them: each account on its own, so
 * that a proxy which one names wrongly takes nothing from another.
 */
final class EgressStage {
    private final Inputs inputs;
    private final Providers providers;
    private final OfRouter router;
    private final TreeMap<String, ConnectionConfig> connections;
    private final TreeMap<String, Credential> credentials;
    private final Map<ObjectRef, Verdict> verdicts;

    private EgressStage(Inputs inputs, Providers providers, OfRouter router, ConnectionStage.Result made) {
        this.inputs = inputs;
        this.providers = providers;
        this.router = router;
        this.connections = new TreeMap<>(made.connections());
        this.credentials = new TreeMap<>(made.credentials());
        this.verdicts = new HashMap<>(made.verdicts());
        this.credentials.putAll(router.entries());
    }

    /**
     * The Router's settings with its egress.
     *
     * @param entries what of it goes into the credentials
     */
    record OfRouter(SettingsStage.Result settings, Map<String, Credential> entries) {
        OfRouter {
            entries = Map.copyOf(entries);
        }

        /** What holds for accounts that say nothing. */
        EgressConfig egress() {
            EgressConfig said = settings.settings().egress();
            return said == null ? EgressConfig.NONE : said;
        }
    }

    /** An egress that cannot be read leaves the last valid one in force; without one nothing leaves, rather than another way. */
    static OfRouter router(
            Declared<Router.Spec> router, SecretValues secrets, LastValid before, SettingsStage.Result made) {
        EgressForm form = EgressForm.of(
                router.spec().egress(), EgressConfig.NONE, "", router.ref().namespace(), secrets);
        Verdict verdict = made.verdict();
        Served last = form.accepted().holds() ? null : before.instead(router);
        EgressConfig lastEgress = last != null && last.form() instanceof Settings valid ? valid.egress() : null;
        EgressConfig egress = last == null ? form.config() : Objects.requireNonNullElse(lastEgress, EgressConfig.NONE);
        Settings settings = made.settings().with(egress.equals(EgressConfig.NONE) ? null : egress);
        boolean refused = verdict.accepted().holds() && !form.accepted().holds();
        Verdict told = new Verdict(
                verdict.ref(),
                verdict.generation(),
                refused ? form.accepted().servedInstead(last) : verdict.accepted(),
                verdict.resolved().holds() ? form.resolved() : verdict.resolved(),
                verdict.fragment() == null || refused ? null : new Fragment(settings, null, form.entries()),
                verdict.detail(),
                refused ? last : verdict.instead());
        return new OfRouter(new SettingsStage.Result(settings, made.comboStrategy(), told), form.entries());
    }

    /** The accounts with theirs. */
    static ConnectionStage.Result connections(
            Inputs inputs, Providers providers, OfRouter router, ConnectionStage.Result made) {
        EgressStage stage = new EgressStage(inputs, providers, router, made);
        inputs.objects().connections().forEach(stage::connection);
        return new ConnectionStage.Result(stage.connections, stage.credentials, stage.verdicts);
    }

    private void connection(Declared<ProviderConnection.Spec> connection) {
        Verdict verdict = verdicts.get(connection.ref());
        if (verdict == null || !verdict.accepted().holds()) {
            return;
        }
        EgressForm form = EgressForm.of(
                connection.spec().egress(),
                router.egress(),
                "." + connection.name(),
                connection.ref().namespace(),
                inputs.secrets());
        Decision accepted = form.accepted().holds() ? address(connection.spec(), form.config()) : form.accepted();
        if (!accepted.holds() || !form.resolved().holds()) {
            connections.remove(connection.name());
            credentials.remove(connection.name());
            Decision resolved = verdict.resolved().holds() ? form.resolved() : verdict.resolved();
            verdicts.put(
                    connection.ref(),
                    accepted.holds()
                            ? Verdict.unresolved(connection, verdict.accepted(), resolved, unprobed(verdict.detail()))
                            : Verdict.refused(connection, accepted, unprobed(verdict.detail())));
            return;
        }
        reachLogin(connection, form);
        ConnectionConfig served = connections.get(connection.name());
        if (served != null) {
            credentials.putAll(form.entries());
            ConnectionConfig reached = connection.spec().egress() == null ? served : served.with(form.config());
            connections.put(reached.name(), reached);
            verdicts.computeIfPresent(connection.ref(), (ref, reachable) -> through(reachable, reached));
        }
    }

    /** A vendor is asked for tokens the way that the account goes, whether it serves yet or not. */
    private void reachLogin(Declared<ProviderConnection.Spec> connection, EgressForm form) {
        verdicts.computeIfPresent(connection.ref(), (ref, verdict) -> {
            if (!(verdict.detail() instanceof Verdict.OfConnection account) || account.login() == null) {
                return verdict;
            }
            Map<String, Credential> known = new HashMap<>(router.entries());
            known.putAll(form.entries());
            EgressConfig said = connection.spec().egress() == null ? router.egress() : form.config();
            return verdict.with(account.with(account.login().by(Egress.of(said, known))));
        });
    }

    private Verdict through(Verdict verdict, ConnectionConfig reached) {
        Fragment fragment = verdict.fragment();
        return new Verdict(
                verdict.ref(),
                verdict.generation(),
                verdict.accepted(),
                verdict.resolved(),
                fragment == null ? null : new Fragment(reached, fragment.credential(), way(reached)),
                probed(verdict.detail(), reached),
                verdict.instead());
    }

    /** What is secret of it. */
    private Map<String, Credential> way(ConnectionConfig reached) {
        EgressConfig egress = Objects.requireNonNullElse(reached.egress(), router.egress());
        return Stream.of(egress.proxyCredential(), egress.clientCertificate())
                .filter(Objects::nonNull)
                .filter(credentials::containsKey)
                .collect(Collectors.toMap(entry -> entry, credentials::get));
    }

    private Verdict.Detail probed(Verdict.Detail detail, ConnectionConfig reached) {
        if (!(detail instanceof Verdict.OfConnection account)) {
            return detail;
        }
        Egress way = Egress.of(reached, router.settings().settings().egress(), credentials);
        Verdict.OfConnection asked = account.with(account.asking().by(way));
        return asked.probing() instanceof Probing.Ask ask ? asked.with(ask.by(way)) : asked;
    }

    private static Verdict.Detail unprobed(Verdict.Detail detail) {
        return detail instanceof Verdict.OfConnection account
                ? account.with(Probing.NONE).with(Asking.NOTHING).with((LoginPlan) null)
                : detail;
    }

    /**
     * What can be said of the provider's address before its name is resolved. Whether this machine may be reached is for the
     * processes that reach it.
     */
    private Decision address(ProviderConnection.Spec spec, EgressConfig egress) {
        ProviderConfig provider = providers.find(spec.provider());
        String host = provider == null ? null : host(provider.baseUrl());
        AddressGuard.Objection objection = host == null
                ? null
                : AddressGuard.of(egress.privateHosts(), true).toHost(host);
        return objection == null
                ? Decision.ACCEPTED
                : Decision.no(
                        Reason.INVALID,
                        "provider " + spec.provider() + ": " + host + " is " + objection.text()
                                + " (expected: the address of a provider)");
    }

    /** Null for an address with placeholders in it. */
    private static @Nullable String host(String url) {
        try {
            return URI.create(url).getHost();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
