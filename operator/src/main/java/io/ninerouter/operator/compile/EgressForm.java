package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.Egress;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.Credential;
import io.ninerouter.config.EgressConfig;
import io.ninerouter.config.SecretText;
import io.ninerouter.egress.AddressGuard;
import io.ninerouter.egress.ProxyRules;
import io.ninerouter.egress.TlsMaterial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one object says of egress, compiled. Even when something is wrong the form holds what was meant: with an entry that is
 * missing, or a proxy that cannot be read, nothing leaves, where without them it would leave another way.
 *
 * @param entries what of it goes into the credentials, by name
 * @param accepted whether all values can be read
 * @param resolved whether all Secrets are there
 */
record EgressForm(EgressConfig config, Map<String, Credential> entries, Decision accepted, Decision resolved) {
    private static final List<String> EVERYBODY = List.of("*");
    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";
    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";

    /** Nothing said. */
    static final EgressForm NONE = new EgressForm(EgressConfig.NONE, Map.of(), Decision.ACCEPTED, Decision.RESOLVED);

    EgressForm {
        entries = Map.copyOf(entries);
    }

    /**
     * Compiles.
     *
     * @param said null = nothing
     * @param under stands in place of what is not said
     * @param suffix of the names of entries: empty for the Router
     */
    static EgressForm of(
            @Nullable Egress said, EgressConfig under, String suffix, String namespace, SecretValues secrets) {
        return said == null
                ? new EgressForm(under, Map.of(), Decision.ACCEPTED, Decision.RESOLVED)
                : new Reading(namespace, secrets, suffix).form(said, under);
    }

    /** One look through an object: the first thing of each sort that is wrong is told. */
    private static final class Reading {
        private final String namespace;
        private final SecretValues secrets;
        private final String suffix;
        private final Map<String, Credential> entries = new TreeMap<>();
        private final List<Decision> invalid = new ArrayList<>();
        private final List<Decision> missing = new ArrayList<>();

        Reading(String namespace, SecretValues secrets, String suffix) {
            this.namespace = namespace;
            this.secrets = secrets;
            this.suffix = suffix;
        }

        EgressForm form(Egress said, EgressConfig under) {
            Egress.Proxy proxy = said.proxy();
            Egress.Tls tls = said.tls();
            EgressConfig config = new EgressConfig(
                    proxy == null ? under.httpsProxy() : text(proxy.https()),
                    proxy == null ? under.httpProxy() : text(proxy.http()),
                    proxy == null ? under.noProxy() : proxy.noProxy(),
                    privateHosts(said, under),
                    proxy == null ? under.proxyCredential() : login(proxy.secretRef()),
                    tls == null ? under.caCertificates() : authorities(tls),
                    tls == null ? under.clientCertificate() : client(tls.clientCertificateSecretRef()));
            check("egress.proxy", () -> ProxyRules.of(config, null));
            check("egress", () -> AddressGuard.of(config.privateHosts(), false));
            return new EgressForm(
                    config,
                    entries,
                    invalid.isEmpty() ? Decision.ACCEPTED : invalid.getFirst(),
                    missing.isEmpty() ? Decision.RESOLVED : missing.getFirst());
        }

        /** Whoever denies again what the Router allows to all is back at what holds where nothing is said. */
        private static @Nullable List<String> privateHosts(Egress said, EgressConfig under) {
            if (Boolean.FALSE.equals(said.denyPrivateAddresses())) {
                return EVERYBODY;
            }
            if (said.privateHosts() != null) {
                return said.privateHosts();
            }
            boolean denied = Boolean.TRUE.equals(said.denyPrivateAddresses());
            return denied && EVERYBODY.equals(under.privateHosts()) ? null : under.privateHosts();
        }

        private static @Nullable String text(@Nullable String value) {
            return value == null || value.isEmpty() ? null : value;
        }

        private @Nullable String login(Egress.@Nullable SecretName ref) {
            if (ref == null) {
                return null;
            }
            String place = "egress.proxy.secretRef";
            SecretText username = value(place, ref.name(), USERNAME);
            SecretText password = value(place, ref.name(), PASSWORD);
            String entry = EgressConfig.PROXY_ENTRY + suffix;
            if (username != null && password != null) {
                if (username.reveal().indexOf(':') >= 0) {
                    invalid.add(Decision.no(
                            Reason.INVALID,
                            place + ": Secret " + namespace + "/" + ref.name()
                                    + ", key username: holds a colon (expected: none)"));
                }
                entries.put(
                        entry,
                        new Credential(
                                Credential.Kind.API_KEY,
                                password,
                                null,
                                Map.of(EgressConfig.USERNAME, username.reveal())));
            }
            return entry;
        }

        private @Nullable String client(Egress.@Nullable SecretName ref) {
            if (ref == null) {
                return null;
            }
            String place = "egress.tls.clientCertificateSecretRef";
            SecretText chain = value(place, ref.name(), CERTIFICATE);
            SecretText key = value(place, ref.name(), KEY);
            String entry = EgressConfig.CLIENT_ENTRY + suffix;
            if (chain != null && key != null) {
                Credential credential = new Credential(
                        Credential.Kind.API_KEY, key, null, Map.of(EgressConfig.CERTIFICATE, chain.reveal()));
                check(place + ": Secret " + namespace + "/" + ref.name(), () -> TlsMaterial.checkClient(credential));
                entries.put(entry, credential);
            }
            return entry;
        }

        private @Nullable String authorities(Egress.Tls tls) {
            List<String> all = new ArrayList<>();
            String bundle = tls.caBundle();
            if (bundle != null) {
                check("egress.tls.caBundle", () -> TlsMaterial.checkAuthorities(bundle));
                all.add(bundle.strip());
            }
            Egress.CaRef ref = tls.caSecretRef();
            if (ref != null) {
                String place = "egress.tls.caSecretRef";
                String key = Objects.requireNonNullElse(ref.key(), "ca.crt");
                SecretText value = value(place, ref.name(), key);
                if (value != null) {
                    check(
                            place + ": Secret " + namespace + "/" + ref.name() + ", key " + key,
                            () -> TlsMaterial.checkAuthorities(value.reveal()));
                    all.add(value.reveal().strip());
                }
            }
            return all.isEmpty() ? null : String.join("\n", all);
        }

        private @Nullable SecretText value(String place, String name, String key) {
            SecretValues.Entry secret = secrets.find(namespace, name);
            String where = place + ": Secret " + namespace + "/" + name;
            if (secret == null) {
                missing.add(Decision.no(Reason.SECRET_NOT_FOUND, where + " does not exist"));
                return null;
            }
            SecretText value = secret.values().get(key);
            if (value == null) {
                missing.add(Decision.no(Reason.SECRET_KEY_MISSING, where + secret.without(key)));
            }
            return value;
        }

        private void check(String place, Runnable reads) {
            try {
                reads.run();
            } catch (IllegalArgumentException e) {
                invalid.add(Decision.no(Reason.INVALID, place + ": " + e.getMessage()));
            }
        }
    }
}
