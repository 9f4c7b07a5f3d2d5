package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.operator.OperatorApp;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The loop with production settings: server-side apply, leader election, real watches. */
@Timeout(120)
class OperatorLoopTest {
    @TempDir
    Path folder;

    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = Cluster.start(folder);
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void objectsBecomeReadyWhenEveryReplicaHasAcknowledged() throws Exception {
        cluster.operator("one");
        cluster.router("main");
        cluster.account("openai", "openai");
        cluster.combo("stack", "openai/gpt-5");

        cluster.awaitCondition(Combo.class, "stack", "Ready", "False", "NoReplicas");
        cluster.replica("gw-1", "main");
        Combo combo = cluster.awaitCondition(Combo.class, "stack", "Ready", "True", "Ready");

        assertThat(combo.getStatus().targets()).containsExactly("openai/gpt-5 (1/1 account)");
        assertThat(combo.getStatus().accounts()).isEqualTo("1/1");
        GatewayConfig config =
                cluster.awaitConfig("main", found -> found.combos().size() == 1);
        assertThat(config.router()).isEqualTo("default/main");
        Router router = cluster.awaitCondition(Router.class, "main", "Ready", "True", "Ready");
        assertThat(router.getStatus().revision()).isEqualTo(ConfigCodec.revision(config));
        assertThat(router.getStatus().endpoint()).isEqualTo("http://main.default.example:8080");
        cluster.await(
                Router.class,
                "main",
                found -> found.getStatus().replicas().programmed() == 1
                        && found.getStatus().objects().combos() == 1);
        ProviderConnection connection =
                cluster.awaitCondition(ProviderConnection.class, "openai", "Ready", "True", "Ready");
        assertThat(Cluster.condition(connection.getStatus(), "CredentialsValid").status())
                .isEqualTo("Unknown");
    }

    @Test
    void credentialIsPublishedApartAndAChangeOfItLeavesTheConfigurationAlone() throws Exception {
        cluster.operator("one");
        cluster.router("main");
        cluster.account("openai", "openai");
        cluster.replica("gw-1", "main");
        Router before = cluster.awaitCondition(Router.class, "main", "Ready", "True", "Ready");
        cluster.awaitCondition(ProviderConnection.class, "openai", "Ready", "True", "Ready");
        String revision = cluster.await(
                        Router.class,
                        "main",
                        found -> found.getStatus().objects().connections() == 1)
                .getStatus()
                .revision();

        cluster.secret("openai", "another-key\n");

        assertThat(cluster.awaitCredentials(
                                "main",
                                found -> "another-key"
                                        .equals(found.byConnection()
                                                .get("openai")
                                                .secret()
                                                .reveal()))
                        .byConnection())
                .containsOnlyKeys("openai");
        assertThat(cluster.client().resource(before).get().getStatus().revision())
                .isEqualTo(revision);
    }

    @Test
    void deletedObjectsAreTakenOut() throws Exception {
        cluster.operator("one");
        cluster.router("main");
        cluster.account("openai", "openai");
        cluster.account("groq", "groq");
        cluster.combo("stack", "openai/gpt-5", "groq/x");
        cluster.awaitConfig(
                "main",
                found -> found.combos().size() == 1 && found.connections().size() == 2);

        cluster.client()
                .resources(ProviderConnection.class)
                .inNamespace("default")
                .withName("openai")
                .delete();

        GatewayConfig config =
                cluster.awaitConfig("main", found -> found.connections().size() == 1);
        assertThat(config.combos().getFirst().members()).hasSize(1);
        cluster.awaitCredentials("main", found -> !found.byConnection().containsKey("openai"));
        cluster.awaitCondition(Combo.class, "stack", "ResolvedRefs", "False", "ModelNotFound");

        cluster.client()
                .resources(Combo.class)
                .inNamespace("default")
                .withName("stack")
                .delete();
        cluster.awaitConfig("main", found -> found.combos().isEmpty());
    }

    @Test
    void wrongObjectsSayWhatIsWrongAndTheOthersGoOn() throws Exception {
        cluster.operator("one");
        cluster.router("main");
        cluster.account("openai", "openai");
        cluster.replica("gw-1", "main");
        cluster.combo("good", "openai/gpt-5");
        cluster.awaitCondition(Combo.class, "good", "Ready", "True", "Ready");

        cluster.combo("a", "b");
        cluster.awaitCondition(Combo.class, "a", "ResolvedRefs", "False", "ModelNotFound");
        cluster.combo("b", "a");
        Combo cyclic = cluster.awaitCondition(Combo.class, "b", "Accepted", "False", "Cycle");

        assertThat(Cluster.condition(cyclic.getStatus(), "Accepted").message()).contains("b → a → b");
        assertThat(Cluster.has(
                        cluster.client()
                                .resources(Combo.class)
                                .inNamespace("default")
                                .withName("good")
                                .get(),
                        "Ready",
                        "True",
                        "Ready"))
                .isTrue();
        Event event = cluster.client()
                .v1()
                .events()
                .inNamespace("default")
                .withField("involvedObject.name", "b")
                .waitUntilCondition(found -> found != null, 10, java.util.concurrent.TimeUnit.SECONDS);
        assertThat(event.getType()).isEqualTo("Warning");
    }

    @Test
    void objectsWithoutARouterSaySoAndAttachWhenOneComes() throws Exception {
        cluster.operator("one");
        cluster.account("openai", "openai");
        cluster.combo("stack", "openai/gpt-5");
        cluster.awaitCondition(Combo.class, "stack", "Ready", "False", "NoRouter");
        cluster.awaitCondition(ProviderConnection.class, "openai", "Ready", "False", "NoRouter");

        cluster.router("main");
        cluster.awaitCondition(Combo.class, "stack", "Accepted", "True", "Accepted");

        cluster.router("second");
        cluster.awaitCondition(Combo.class, "stack", "Ready", "False", "AmbiguousRouter");
        cluster.awaitConfig("main", found -> found.combos().isEmpty());

        cluster.client()
                .resources(Router.class)
                .inNamespace("default")
                .withName("second")
                .delete();
        cluster.awaitCondition(Combo.class, "stack", "Accepted", "True", "Accepted");
        cluster.awaitConfig("main", found -> found.combos().size() == 1);

        cluster.client()
                .resources(Router.class)
                .inNamespace("default")
                .withName("main")
                .delete();
        cluster.awaitCondition(Combo.class, "stack", "Ready", "False", "NoRouter");
    }

    @Test
    void refusedCredentialIsToldAndForgottenWhenItChanges() throws Exception {
        cluster.operator("one");
        cluster.router("main");
        cluster.account("openai", "openai");
        FakeReplica replica = cluster.replica("gw-1", "main");
        cluster.awaitCondition(ProviderConnection.class, "openai", "Ready", "True", "Ready");

        String now = Instant.now().toString();
        replica.report(new ConnectionReport("openai", null, now, 401, "Unauthorized", now));
        ProviderConnection refused =
                cluster.awaitCondition(ProviderConnection.class, "openai", "Ready", "False", "Refused");
        assertThat(refused.getStatus().lastError().status()).isEqualTo(401);

        cluster.secret("openai", "a-better-key");
        cluster.awaitCondition(ProviderConnection.class, "openai", "CredentialsValid", "Unknown", "NotTried");

        replica.report(new ConnectionReport("openai", Instant.now().toString(), null, null, null, null));
        cluster.awaitCondition(ProviderConnection.class, "openai", "CredentialsValid", "True", "Valid");
    }

    @Test
    void rejectedConfigurationIsToldByWhatItBringsOnly() throws Exception {
        cluster.operator("one");
        cluster.router("main");
        cluster.account("openai", "openai");
        FakeReplica replica = cluster.replica("gw-1", "main");
        cluster.combo("old", "openai/gpt-5");
        cluster.awaitCondition(Combo.class, "old", "Ready", "True", "Ready");

        replica.rejectNewConfigurations();
        cluster.combo("new", "openai/o3");

        Combo rejected = cluster.awaitCondition(Combo.class, "new", "Ready", "False", "RejectedByReplica");
        assertThat(Cluster.condition(rejected.getStatus(), "Ready").message()).contains("gw-1", "made for a test");
        assertThat(Cluster.has(
                        cluster.client()
                                .resources(Combo.class)
                                .inNamespace("default")
                                .withName("old")
                                .get(),
                        "Ready",
                        "True",
                        "Ready"))
                .isTrue();
    }

    @Test
    void publishedSecretsAreRepaired() throws Exception {
        cluster.operator("one");
        cluster.router("main");
        cluster.account("openai", "openai");
        cluster.awaitConfig("main", found -> found.connections().size() == 1);

        cluster.client()
                .secrets()
                .inNamespace("default")
                .withName(RouterSecrets.configName("main"))
                .delete();

        cluster.awaitConfig("main", found -> found.connections().size() == 1);
    }

    @Test
    void restartedOperatorChangesNothing() throws Exception {
        OperatorApp first = cluster.operator("one");
        cluster.router("main");
        cluster.account("openai", "openai");
        cluster.replica("gw-1", "main");
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ModelAlias
                metadata: {name: fast, namespace: default}
                spec: {target: openai/gpt-5}
                """);
        ModelAlias before = cluster.awaitCondition(ModelAlias.class, "fast", "Ready", "True", "Ready");
        cluster.awaitCondition(ProviderConnection.class, "openai", "Ready", "True", "Ready");
        cluster.awaitCondition(Router.class, "main", "Ready", "True", "Ready");
        first.close();
        String config = secretVersion();

        cluster.operator("two");
        cluster.combo("new", "openai/o3");
        cluster.awaitCondition(Combo.class, "new", "Ready", "True", "Ready");

        assertThat(secretVersion()).isNotEqualTo(config);
        ModelAlias after = cluster.client().resource(before).get();
        assertThat(after.getMetadata().getResourceVersion())
                .isEqualTo(before.getMetadata().getResourceVersion());
    }

    private String secretVersion() {
        return cluster.client()
                .secrets()
                .inNamespace("default")
                .withName(RouterSecrets.configName("main"))
                .get()
                .getMetadata()
                .getResourceVersion();
    }
}
