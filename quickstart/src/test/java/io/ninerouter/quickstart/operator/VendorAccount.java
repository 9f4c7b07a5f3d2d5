package io.ninerouter.quickstart.operator;

import io.ninerouter.api.v1alpha1.ProviderConnection;
import java.util.Map;
import java.util.TreeMap;

/**
 * The account {@code acct} of a provider {@code acme} that logs in at a vendor; its tokens stand in the Secret {@code
 * acct-tokens}.
 */
final class VendorAccount {
    static final String SECRET = "acct-tokens";
    private static final String NAME = "acct";

    private final Cluster cluster;
    private final String origin;

    /** Tells the cluster of the provider; the account comes with {@link #connect}. */
    VendorAccount(Cluster cluster, String origin) {
        this.cluster = cluster;
        this.origin = origin;
        cluster.open("acme", origin + "/v1");
    }

    /**
     * Connects the account.
     *
     * @param login the built-in provider whose way to log in it goes
     * @param flow as {@code spec.auth.oauth.flow} has it
     * @param more fields of {@code spec} in flow style, such as {@code "egress: {…}"}
     */
    void connect(String login, String flow, String... more) {
        StringBuilder fields = new StringBuilder();
        for (String field : more) {
            fields.append(", ").append(field);
        }
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderConnection
                metadata: {name: %s, namespace: default}
                spec: {provider: acme, settings: {login: %s, login.origin: "%s"},
                  auth: {oauth: {flow: %s, secretRef: {name: %s}}}%s}
                """.formatted(NAME, login, origin, flow, SECRET, fields));
    }

    /** Removes the account with its tokens, and waits until nobody serves it any more. */
    void remove() {
        cluster.client()
                .resources(ProviderConnection.class)
                .inNamespace(Cluster.NAMESPACE)
                .withName(NAME)
                .delete();
        cluster.client()
                .secrets()
                .inNamespace(Cluster.NAMESPACE)
                .withName(SECRET)
                .delete();
        cluster.awaitConfig("main", found -> found.connections().isEmpty());
    }

    /** What people put into the Secret. */
    void give(Map<String, String> values) {
        cluster.secret(SECRET, values);
    }

    /** The refresh token of a login that was made elsewhere. */
    void give(String refreshToken) {
        give(Map.of("refresh-token", refreshToken));
    }

    /** One value that stands in the Secret now. */
    String stored(String key) {
        return cluster.value(SECRET, key);
    }

    /** Pastes the address at which a browser has ended. */
    void paste(String url) {
        cluster.client()
                .secrets()
                .inNamespace(Cluster.NAMESPACE)
                .withName(SECRET)
                .edit(secret -> {
                    secret.setStringData(Map.of("redirect-url", url));
                    return secret;
                });
    }

    /** Asks for another login, as people do with an annotation; another word is another wish. */
    void askForLogin(String wish) {
        cluster.client()
                .resources(ProviderConnection.class)
                .inNamespace(Cluster.NAMESPACE)
                .withName(NAME)
                .edit(one -> {
                    one.getMetadata().setAnnotations(new TreeMap<>(Map.of("ninerouter.io/login", wish)));
                    return one;
                });
    }

    /** Waits until the connection says this of itself. */
    ProviderConnection awaits(String type, String status, String reason) {
        return cluster.awaitCondition(ProviderConnection.class, NAME, type, status, reason);
    }

    /** Waits until it may serve. */
    void awaitReady() {
        awaits("Ready", "True", "Ready");
    }

    /** Waits for an Event. */
    void awaitEvent(String reason) {
        cluster.awaitEvent(NAME, reason);
    }
}
