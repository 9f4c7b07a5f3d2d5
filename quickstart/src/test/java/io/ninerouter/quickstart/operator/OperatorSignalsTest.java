package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Secret;
import io.ninerouter.api.v1alpha1.GatewayReplica;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.ReplicaReport.CooldownReport;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.config.Signals;
import io.ninerouter.config.Signals.Signal;
import io.ninerouter.operator.OperatorApp;
import io.ninerouter.quickstart.cluster.Kubectl;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator makes of the cooldowns that replicas report. */
class OperatorSignalsTest {
    @TempDir
    Path folder;

    private Cluster cluster;
    private OperatorApp operator;
    private FakeReplica replica;

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.start(folder);
        operator = cluster.operator("one");
        cluster.router("main");
        cluster.account("openai", "openai");
        replica = cluster.replica("gw-1", "main");
        cluster.awaitCondition(ProviderConnection.class, "openai", "Ready", "True", "Ready");
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void aCooldownIsToldInSignalsStatusColumnsAndEventsAndSoIsItsEnd() throws Exception {
        String config = version(RouterSecrets.configName("main"));
        Instant until = in(600);

        replica.cool(cooldown("gpt-5", until));

        Signals told = awaitSignals(signals -> !signals.cooldowns().isEmpty());
        assertThat(told.cooldowns())
                .containsExactly(new Signal("openai", "gpt-5", "RateLimited", until.toEpochMilli(), "gw-1"));
        ProviderConnection cooling = awaitCooldowns(1);
        assertThat(cooling.getStatus().cooldowns())
                .containsExactly(new ProviderConnection.Cooldown("gpt-5", until.toString(), "RateLimited"));
        assertThat(Cluster.has(cooling, "Ready", "True", "Ready"))
                .as("conditions do not change")
                .isTrue();
        awaitEvent("Warning", "CoolingDown", "model gpt-5 is left alone for a time: RateLimited");

        replica.cool();

        awaitCooldowns(0);
        awaitSignals(signals -> signals.cooldowns().isEmpty());
        awaitEvent("Normal", "CooledDown", "model gpt-5 is tried again");
        assertThat(version(RouterSecrets.configName("main")))
                .as("the configuration is left alone")
                .isEqualTo(config);
    }

    @Test
    void kubectlShowsUntilWhenAConnectionCools() throws Exception {
        assumeTrue(Kubectl.isThere(), "kubectl is not on the PATH");
        Instant until = in(600);
        replica.cool(cooldown("gpt-5", until));
        awaitCooldowns(1);

        assertThat(cluster.kubectl().succeed("get", "pconn", "openai")).contains("COOLING UNTIL", until.toString());
        assertThat(cluster.kubectl().succeed("get", "pconn", "openai", "-o", "wide"))
                .contains("RateLimited");
    }

    @Test
    void theEndOfACooldownIsToldWithoutANewReport() {
        // Longer than a pause of the machine: it has to be told of while it lasts.
        replica.cool(cooldown("gpt-5", Instant.now().plusSeconds(5)));
        awaitCooldowns(1);

        awaitCooldowns(0);
        awaitSignals(signals -> signals.cooldowns().isEmpty());
    }

    @Test
    void whatAReplicaHasLearntOutlivesItAndTheOperator() throws Exception {
        replica.cool(cooldown(null, in(600)));
        awaitCooldowns(1);
        operator.close();
        replica.close();
        cluster.client()
                .resources(GatewayReplica.class)
                .inNamespace("default")
                .withName("gw-1")
                .delete();

        cluster.operator("two");
        FakeReplica other = cluster.replica("gw-2", "main");
        other.cool(cooldown("gpt-4", in(600)));

        ProviderConnection both = awaitCooldowns(2);
        assertThat(both.getStatus().cooldowns())
                .extracting(ProviderConnection.Cooldown::model)
                .containsExactly(null, "gpt-4");
        assertThat(awaitSignals(signals -> signals.cooldowns().size() == 2).cooldowns())
                .extracting(Signal::by)
                .containsExactly("gw-1", "gw-2");
    }

    private ProviderConnection awaitCooldowns(int count) {
        return cluster.await(
                ProviderConnection.class,
                "openai",
                found -> found.getStatus().cooldowns().size() == count);
    }

    private Signals awaitSignals(Predicate<Signals> condition) {
        return signals(cluster.await(
                Secret.class,
                RouterSecrets.signalsName("main"),
                found -> found != null && condition.test(signals(found))));
    }

    private void awaitEvent(String type, String reason, String message) {
        await().untilAsserted(() -> assertThat(cluster.client()
                        .resources(Event.class)
                        .inNamespace("default")
                        .list()
                        .getItems())
                .anySatisfy(event -> {
                    assertThat(event.getType()).isEqualTo(type);
                    assertThat(event.getReason()).isEqualTo(reason);
                    assertThat(event.getMessage()).isEqualTo(message);
                    assertThat(event.getInvolvedObject().getName()).isEqualTo("openai");
                }));
    }

    private String version(String secret) {
        return Objects.requireNonNull(cluster.client()
                        .secrets()
                        .inNamespace("default")
                        .withName(secret)
                        .get())
                .getMetadata()
                .getResourceVersion();
    }

    private static Instant in(long seconds) {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(seconds);
    }

    private static CooldownReport cooldown(String model, Instant until) {
        return new CooldownReport("openai", model, "RateLimited", until.toString());
    }

    private static Signals signals(Secret secret) {
        return ConfigCodec.decodeSignals(SecretData.of(secret).get(RouterSecrets.SIGNALS_KEY));
    }
}
