package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ninerouter.api.v1alpha1.ProviderConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Secrets of provider accounts that change and go while requests run: one operator, one gateway, one provider. */
@Timeout(180)
class CredentialChangeTest {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialChangeTest.class);
    private static final int CALLERS = 4;
    private static final String SPARE = "key-of-spare";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Cluster cluster;
    private KeyedProvider provider;
    private Gateways gateways;

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.start(folder);
        provider = new KeyedProvider("key-one", SPARE);
        cluster.operator("one");
        cluster.secret("acct", "key-one");
        cluster.secret("spare", SPARE);
        cluster.open("keyed", provider.baseUrl());
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderConnection
                metadata: {name: acct, namespace: default}
                spec: {provider: keyed, priority: 1, auth: {apiKey: {secretRef: {name: acct}}}}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderConnection
                metadata: {name: spare, namespace: default}
                spec: {provider: keyed, priority: 2, auth: {apiKey: {secretRef: {name: spare}}}}
                """);
        gateways = Gateways.start(cluster, 1);
        cluster.awaitCondition(ProviderConnection.class, "acct", "Ready", "True", "Ready");
        cluster.awaitCondition(ProviderConnection.class, "spare", "Ready", "True", "Ready");
    }

    @AfterEach
    void stop() throws Exception {
        gateways.close();
        provider.close();
        cluster.close();
    }

    @Test
    void changedSecretIsUsedByTheNextRequestWithNoneFailed() throws Exception {
        try (Load load = Load.of(CALLERS, () -> gateways.ask(1, "keyed/m"))) {
            await().atMost(PATIENCE).until(() -> provider.calls("key-one") > 20);
            provider.accept("key-two");
            long changed = System.nanoTime();
            cluster.secret("acct", "key-two");
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> provider.calls("key-two") > 0);
            LOG.info(
                    "the new key was used {} ms after the Secret",
                    Duration.ofNanos(System.nanoTime() - changed).toMillis());
            int atLeast = provider.calls("key-two") + 2 * CALLERS;
            await().atMost(PATIENCE).until(() -> provider.calls("key-two") > atLeast);
            int before = provider.calls("key-one");
            int more = provider.calls("key-two") + 50;
            await().atMost(PATIENCE).until(() -> provider.calls("key-two") > more);

            assertThat(load.stop()).isEmpty();
            assertThat(provider.calls("key-one"))
                    .as("the old key is not used again")
                    .isEqualTo(before);
            assertThat(provider.calls(SPARE)).as("nothing went elsewhere").isZero();
        }
    }

    @Test
    void keyThatIsRevokedBeforeItsSecretChangesFailsNoRequest() throws Exception {
        try (Load load = Load.of(CALLERS, () -> gateways.ask(1, "keyed/m"))) {
            await().atMost(PATIENCE).until(() -> provider.calls("key-one") > 20);
            provider.revoke("key-one");
            provider.accept("key-two");
            await().atMost(PATIENCE).until(() -> provider.calls(SPARE) > 0);
            cluster.secret("acct", "key-two");
            await().atMost(PATIENCE).until(() -> provider.calls("key-two") > 20);

            assertThat(load.stop()).isEmpty();
        }
    }

    @Test
    void deletedSecretIsSaidAndTrafficGoesToTheOthers() throws Exception {
        try (Load load = Load.of(CALLERS, () -> gateways.ask(1, "keyed/m"))) {
            await().atMost(PATIENCE).until(() -> provider.calls("key-one") > 20);
            cluster.client().secrets().inNamespace("default").withName("acct").delete();
            cluster.awaitCondition(ProviderConnection.class, "acct", "ResolvedRefs", "False", "SecretNotFound");
            await().atMost(PATIENCE).until(() -> provider.calls(SPARE) > 20);
            int before = provider.calls("key-one");
            int more = provider.calls(SPARE) + 50;
            await().atMost(PATIENCE).until(() -> provider.calls(SPARE) > more);
            assertThat(provider.calls("key-one")).isEqualTo(before);

            cluster.secret("acct", "key-one");
            await().atMost(PATIENCE).until(() -> provider.calls("key-one") > before);

            assertThat(load.stop()).isEmpty();
        }
    }

    @Test
    void conditionNamesWhatASecretShouldHoldAndNeverItsValue() throws Exception {
        record Case(Map<String, String> data, String status, String reason, String said) {}
        List<Case> cases = List.of(
                new Case(Map.of("api-key", "canary-value \n"), "True", "Resolved", "leads somewhere"),
                new Case(Map.of("api-key", ""), "False", "SecretKeyMissing", "key api-key: empty (expected: a value)"),
                new Case(
                        Map.of("API_KEY", "canary-value"),
                        "False",
                        "SecretKeyMissing",
                        "has no key api-key (expected: one; it has: API_KEY)"),
                new Case(Map.of("api-key", "canary value"), "False", "Invalid", "expected: one word of visible ASCII"));
        for (Case one : cases) {
            cluster.client().secrets().inNamespace("default").withName("acct").edit(secret -> {
                secret.getData().clear();
                one.data()
                        .forEach((key, value) ->
                                secret.getData().put(key, Base64.getEncoder().encodeToString(value.getBytes())));
                return secret;
            });
            ProviderConnection told = cluster.await(
                    ProviderConnection.class,
                    "acct",
                    connection -> Cluster.condition(connection.getStatus(), "ResolvedRefs")
                            .message()
                            .contains(one.said()));
            var condition = Cluster.condition(told.getStatus(), "ResolvedRefs");
            assertThat(condition.status()).as(one.toString()).isEqualTo(one.status());
            assertThat(condition.reason()).isEqualTo(one.reason());
            assertThat(told.getStatus().toString()).doesNotContain("canary");
        }
    }
}
