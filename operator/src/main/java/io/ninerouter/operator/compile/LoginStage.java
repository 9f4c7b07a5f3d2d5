package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.api.v1alpha1.SecretKeyRef;
import io.ninerouter.config.Credential;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.config.SecretText;
import io.ninerouter.egress.Egress;
import io.ninerouter.operator.catalog.Logins;
import io.ninerouter.operator.catalog.OAuthLogin;
import io.ninerouter.operator.catalog.ServiceAccountLogin;
import io.ninerouter.operator.credential.Account;
import io.ninerouter.operator.credential.Mint;
import io.ninerouter.operator.credential.Standing;
import io.ninerouter.operator.credential.Stored;
import io.ninerouter.operator.credential.Wanted;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Connections whose credential a login yields, or is made out of a service account key. */
final class LoginStage {
    private final Logins logins;
    private final Set<String> nodes;
    private final SecretValues secrets;
    private final Providers providers;

    LoginStage(Inputs inputs, Providers providers) {
        this.logins = inputs.catalogue().logins();
        this.nodes = inputs.objects().nodes().stream().map(Declared::name).collect(Collectors.toSet());
        this.secrets = inputs.secrets();
        this.providers = providers;
    }

    /** Whether an account authorises in one of these ways. */
    static boolean concerns(ProviderConnection.@Nullable Auth auth) {
        return auth != null && (auth.oauth() != null || auth.serviceAccountKey() != null);
    }

    /** What the connection says, and what holds where it says nothing. */
    private Map<String, String> settings(ProviderConnection.Spec spec) {
        ProviderConfig provider = providers.find(spec.provider());
        Map<String, String> all = new TreeMap<>(spec.settings());
        if (provider != null) {
            all.putAll(providers.accountsOf(provider).resolve(spec.settings()));
        }
        return all;
    }

    /**
     * What was found.
     *
     * @param credential null = the account does not serve
     * @param loginToken what questions about the account may show that only the login's token is taken for; null = none
     * @param problem what is wrong with a Secret; null = nothing
     * @param plan null = nothing can be kept
     */
    record Found(
            @Nullable Credential credential,
            @Nullable SecretText loginToken,
            @Nullable Decision problem,
            @Nullable LoginPlan plan) {

        /** Nothing can be kept. */
        static Found nothing(Decision problem) {
            return new Found(null, null, problem, null);
        }
    }

    /** What can be said without a look into Secrets. */
    Decision accept(ProviderConnection.Spec spec) {
        ProviderConnection.OAuth oauth = spec.auth().oauth();
        return oauth == null ? acceptKey(spec) : accept(spec, oauth);
    }

    private Decision acceptKey(ProviderConnection.Spec spec) {
        return serviceAccount(spec) == null
                ? Decision.no(
                        Reason.UNSUPPORTED,
                        "auth.serviceAccountKey: provider " + spec.provider() + " takes none (expected: another way)")
                : Decision.ACCEPTED;
    }

    private Decision accept(ProviderConnection.Spec spec, ProviderConnection.OAuth oauth) {
        OAuthLogin login = login(spec);
        if (login == null) {
            return Decision.no(
                    Reason.UNSUPPORTED,
                    "auth.oauth: provider " + spec.provider() + " has no login (expected: another way"
                            + (nodes.contains(spec.provider())
                                    ? ", or settings." + Logins.LIKE + ": one of "
                                            + String.join(", ", logins.oauth().keySet()) + ")"
                                    : ")"));
        }
        if (login.flow(oauth.flow()) == null) {
            return Decision.no(
                    Reason.UNSUPPORTED,
                    "auth.oauth.flow: " + oauth.flow() + " (expected: one of " + login.flows() + ")");
        }
        if (login.client().secret() == OAuthLogin.ClientSecret.REQUIRED && oauth.clientSecretRef() == null) {
            return Decision.no(
                    Reason.INVALID,
                    "auth.oauth.clientSecretRef: none (expected: a Secret with the client secret, which provider "
                            + spec.provider() + " wants)");
        }
        String lacking = new Account(login, oauth.flow(), settings(spec), null).lacking();
        return lacking == null
                ? Decision.ACCEPTED
                : Decision.no(Reason.INVALID, "settings." + lacking + ": none (expected: a value; the login needs it)");
    }

    private @Nullable OAuthLogin login(ProviderConnection.Spec spec) {
        return logins.find(spec.provider(), nodes.contains(spec.provider()), spec.settings());
    }

    private @Nullable ServiceAccountLogin serviceAccount(ProviderConnection.Spec spec) {
        return logins.findServiceAccount(spec.provider(), nodes.contains(spec.provider()), spec.settings());
    }

    /** Looks into the Secrets of a connection that was accepted. */
    Found find(Declared<ProviderConnection.Spec> connection) {
        ProviderConnection.OAuth oauth = connection.spec().auth().oauth();
        return oauth == null ? findKey(connection) : find(connection, oauth);
    }

    private Found find(Declared<ProviderConnection.Spec> connection, ProviderConnection.OAuth oauth) {
        String namespace = connection.ref().namespace();
        SecretKeyRef ref = oauth.clientSecretRef();
        SecretText client = null;
        if (ref != null) {
            SecretValues.Entry secret = secrets.find(namespace, ref.name());
            client = secret == null ? null : secret.values().get(keyOf(ref));
            if (client == null) {
                return problem("auth.oauth.clientSecretRef: ", namespace, ref, secret);
            }
        }
        String name = oauth.secretRef().name();
        SecretValues.Entry tokens = secrets.find(namespace, name);
        if (tokens == null && oauth.flow() == OAuthFlow.Import) {
            return Found.nothing(Decision.no(
                    Reason.SECRET_NOT_FOUND,
                    "auth.oauth.secretRef: Secret " + namespace + "/" + name + " does not exist"));
        }
        OAuthLogin login = Objects.requireNonNull(login(connection.spec()), "accepted connections have a login");
        Account account = new Account(login, oauth.flow(), settings(connection.spec()), client);
        return found(Wanted.of(account, "", Set.of()), namespace, name, tokens, false);
    }

    private Found findKey(Declared<ProviderConnection.Spec> connection) {
        String namespace = connection.ref().namespace();
        SecretKeyRef ref = Objects.requireNonNull(connection.spec().auth().serviceAccountKey())
                .secretRef();
        SecretValues.Entry secret = secrets.find(namespace, ref.name());
        SecretText key = secret == null ? null : secret.values().get(keyOf(ref));
        if (key == null) {
            return problem("auth.serviceAccountKey.secretRef: ", namespace, ref, secret);
        }
        String wrong = Mint.wrong(key);
        if (wrong != null) {
            return Found.nothing(Decision.no(
                    Reason.INVALID,
                    "auth.serviceAccountKey.secretRef: Secret " + namespace + "/" + ref.name() + ", key " + keyOf(ref)
                            + ": " + wrong));
        }
        ServiceAccountLogin login =
                Objects.requireNonNull(serviceAccount(connection.spec()), "accepted connections have a login");
        String name = LoginPlan.ownSecret(connection.name());
        SecretValues.Entry own = secrets.find(namespace, name);
        if (own != null && !own.isOf(connection.uid())) {
            return Found.nothing(Decision.no(
                    Reason.CONFLICT,
                    "Secret " + namespace + "/" + name + " is not of this connection (expected: none, or one that it"
                            + " owns: its access tokens are kept there)"));
        }
        Wanted wanted = Mint.wanted(login, key, settings(connection.spec()));
        return found(wanted, namespace, name, own, true);
    }

    private static Found found(
            Wanted wanted, String namespace, String name, SecretValues.@Nullable Entry tokens, boolean own) {
        Standing.Read read = Standing.read(
                wanted,
                tokens == null ? null : new Stored(Stored.Version.UNKNOWN, tokens.values(), tokens.annotations()),
                "Secret " + namespace + "/" + name);
        Credential credential = read.credential();
        String mark = credential == null ? null : Credential.mark(credential.secret());
        LoginPlan plan = new LoginPlan(wanted, name, own, read.standing(), Egress.DEFAULT, mark);
        return new Found(credential, read.loginToken(), null, plan);
    }

    private static Found problem(
            String field, String namespace, SecretKeyRef ref, SecretValues.@Nullable Entry secret) {
        String place = field + "Secret " + namespace + "/" + ref.name();
        Decision problem = secret == null
                ? Decision.no(Reason.SECRET_NOT_FOUND, place + " does not exist")
                : Decision.no(Reason.SECRET_KEY_MISSING, place + secret.without(keyOf(ref)));
        return Found.nothing(problem);
    }

    private static String keyOf(SecretKeyRef ref) {
        return Objects.requireNonNullElse(ref.key(), "api-key");
    }
}
