package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.OperatorApp;
import io.ninerouter.operator.kube.OperatorClients;
import io.ninerouter.operator.settings.Scope;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Callers are served while an operator is replaced, while there is none, and while the API server is away. */
@Timeout(300)
class InterruptionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String MODEL = "keyed/m";

    @TempDir
    Path folder;

    private Cluster cluster;
    private KeyedProvider provider;
    private Gateways gateways;
    private Line line;

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.start(folder);
        provider = new KeyedProvider("key-one", "key-two", "key-three");
        line = Line.to(cluster.api(), folder.resolve("line"));
        gateways = Gateways.start(line.kubeconfig(), 1);
        cluster.router("main");
        provider.declare(cluster);
    }

    @AfterEach
    void stop() throws Exception {
        gateways.close();
        line.close();
        provider.close();
        cluster.close();
    }

    @Test
    void operatorIsReplacedUnderLoadAndNothingIsLost() throws Exception {
        OperatorApp older = cluster.operator("older");
        String key = ready();
        String published = version("main-config");
        try (Load load = Load.of(2, () -> gateways.ask(1, MODEL, key))) {
            await().atMost(PATIENCE).until(() -> load.answers() > 20);
            older.close();
            // Written while nobody reads it.
            cluster.secret("acct", "key-two");
            cluster.account("openai", "openai");
            int alone = load.answers() + 20;
            await().atMost(PATIENCE).until(() -> load.answers() > alone);
            assertThat(provider.calls("key-two")).isZero();

            OperatorApp newer = cluster.operator("newer");
            await().atMost(PATIENCE).until(() -> provider.calls("key-two") > 20);
            cluster.awaitCondition(ProviderConnection.class, "openai", "Ready", "True", "Ready");
            assertThat(newer.isLeading()).isTrue();
            assertThat(version("main-config")).isNotEqualTo(published);
            assertThat(load.stop()).isEmpty();
        }
        assertThat(cluster.value("coder", "api-key")).isEqualTo(key);
        String settled = version("main-config");
        cluster.operator("third");
        cluster.secret("acct", "key-three");
        await().atMost(PATIENCE).until(() -> {
            gateways.ask(1, MODEL, key);
            return provider.calls("key-three") > 0;
        });
        assertThat(version("main-config"))
                .as("a takeover writes nothing that stands")
                .isEqualTo(settled);
    }

    @Test
    void callersDoNotNoticeThatTheApiServerIsAway() throws Exception {
        Config config = Config.fromKubeconfig(line.kubeconfig().toFile());
        try (var client = OperatorClients.create(config);
                OperatorApp operator = OperatorApp.start(client, Cluster.settings("one", Scope.EVERYWHERE))) {
            operator.awaitReady(PATIENCE);
            String key = ready();
            try (Load load = Load.of(2, () -> gateways.ask(1, MODEL, key))) {
                await().atMost(PATIENCE).until(() -> load.answers() > 20);
                line.cut();
                // What others write on a server that neither operator nor gateway reaches.
                cluster.secret("acct", "key-two");
                int away = load.answers() + 100;
                await().atMost(PATIENCE).until(() -> load.answers() > away);
                assertThat(gateways.manage(1, "/readyz")).contains("UP");
                assertThat(provider.calls("key-two")).isZero();

                line.stand();
                await().atMost(PATIENCE).until(() -> provider.calls("key-two") > 20);
                assertThat(load.stop()).isEmpty();
            }
            cluster.awaitCondition(Router.class, "main", "Ready", "True", "Ready");
        }
    }

    /** The first account's key is deleted, and later ends at the provider: the second one serves, before it is known and after. */
    @Test
    void whatIsDeletedEndsAndIsAddedWhileTheApiServerIsAwayIsSeenAfterwards() throws Exception {
        cluster.secret("spare", "key-two");
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderConnection
                metadata: {name: spare, namespace: default}
                spec: {provider: keyed, priority: 20, auth: {apiKey: {secretRef: {name: spare}}}}
                """);
        Config config = Config.fromKubeconfig(line.kubeconfig().toFile());
        try (var client = OperatorClients.create(config);
                OperatorApp operator = OperatorApp.start(client, Cluster.settings("one", Scope.EVERYWHERE))) {
            operator.awaitReady(PATIENCE);
            String key = ready();
            cluster.awaitCondition(ProviderConnection.class, "spare", "Ready", "True", "Ready");
            try (Load load = Load.of(2, () -> gateways.ask(1, MODEL, key))) {
                await().atMost(PATIENCE).until(() -> provider.calls("key-one") > 20);
                line.cut();
                cluster.client().resource(cluster.find("acct")).delete();
                cluster.combo("added", MODEL);
                int deleted = provider.calls("key-one");
                // Known to nobody yet: it serves on.
                await().atMost(PATIENCE).until(() -> provider.calls("key-one") > deleted + 50);
                provider.revoke("key-one");
                await().atMost(PATIENCE).until(() -> provider.calls("key-two") > 50);

                line.stand();
                cluster.awaitCondition(ProviderConnection.class, "acct", "Ready", "False", "SecretNotFound");
                cluster.awaitCondition(Combo.class, "added", "Ready", "True", "Ready");
                cluster.awaitCondition(ProviderConnection.class, "spare", "Ready", "True", "Ready");
                int seen = load.answers() + 20;
                await().atMost(PATIENCE).until(() -> load.answers() > seen);
                assertThat(load.stop()).isEmpty();
            }
            assertThat(gateways.ask(1, "added", key).statusCode()).isEqualTo(200);
        }
    }

    private String ready() {
        cluster.awaitCondition(ProviderConnection.class, "acct", "Ready", "True", "Ready");
        cluster.awaitCondition(ApiKey.class, "coder", "Ready", "True", "Ready");
        return cluster.value("coder", "api-key");
    }

    private String version(String secret) {
        return cluster.find(secret).getMetadata().getResourceVersion();
    }
}
