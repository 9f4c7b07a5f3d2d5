package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.operator.OperatorApp;
import io.ninerouter.operator.settings.OperatorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A leader that is killed, and one that does not know yet that it is none any more. */
@Timeout(180)
class OperatorLeaderTest {
    /** Twenty seconds are promised: this lease and a look every two seconds keep that, but for pauses of the machine. */
    private static final int LEASE_SECONDS = 15;

    @TempDir
    Path folder;

    @Test
    void aKilledLeaderIsFollowedInTheMiddleOfWrites() throws Exception {
        try (Cluster cluster = Cluster.start(folder)) {
            Process first = process(cluster, "first");
            try {
                awaitHolder(cluster, "first", Duration.ofSeconds(90));
                OperatorApp second = cluster.operator("second");
                cluster.router("main");
                cluster.account("openai", "openai");
                cluster.replica("gw-1", "main");
                cluster.combo("c0", "openai/gpt-5");
                cluster.awaitCondition(Combo.class, "c0", "Ready", "True", "Ready");
                assertThat(second.isLeading()).isFalse();

                for (int i = 1; i < 60; i++) {
                    cluster.combo("c" + i, "openai/gpt-5");
                    if (i == 30) {
                        first.destroyForcibly().waitFor();
                    }
                }
                assertThat(lease(cluster).getSpec().getLeaseDurationSeconds()).isEqualTo(LEASE_SECONDS);
                awaitHolder(cluster, "second", Duration.ofSeconds(90));
                cluster.awaitConfig("main", found -> found.combos().size() == 60);
                for (int i = 0; i < 60; i++) {
                    cluster.awaitCondition(Combo.class, "c" + i, "Ready", "True", "Ready");
                }
            } finally {
                first.destroyForcibly();
            }
        }
    }

    @Test
    void whatADeposedLeaderStillWritesIsRepaired() throws Exception {
        try (Cluster cluster = Cluster.start(folder)) {
            cluster.operator("one");
            cluster.router("main");
            cluster.account("openai", "openai");
            cluster.combo("a", "openai/gpt-5");
            cluster.awaitConfig("main", found -> found.combos().size() == 1);
            Secret stale = cluster.client()
                    .secrets()
                    .inNamespace(Cluster.NAMESPACE)
                    .withName("main-config")
                    .get();
            cluster.combo("b", "openai/gpt-5");
            cluster.awaitConfig("main", found -> found.combos().size() == 2);

            cluster.client()
                    .resource(new SecretBuilder()
                            .withNewMetadata()
                            .withNamespace(Cluster.NAMESPACE)
                            .withName("main-config")
                            .withLabels(stale.getMetadata().getLabels())
                            .withOwnerReferences(stale.getMetadata().getOwnerReferences())
                            .endMetadata()
                            .withType("Opaque")
                            .withData(stale.getData())
                            .build())
                    .fieldManager("ninerouter-operator")
                    .forceConflicts()
                    .serverSideApply();

            cluster.awaitConfig("main", found -> found.combos().size() == 2);
        }
    }

    private static Process process(Cluster cluster, String identity) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.ninerouter.operator.OperatorMain");
        builder.environment().put("KUBECONFIG", cluster.api().kubeconfig().toString());
        builder.environment().put("NINEROUTER_NAMESPACE", "kube-system");
        builder.environment().put("NINEROUTER_WATCH_NAMESPACES", Cluster.NAMESPACE);
        builder.environment().put("NINEROUTER_MANAGEMENT_PORT", "0");
        builder.environment().put("HOSTNAME", identity);
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static Lease lease(Cluster cluster) {
        return cluster.client()
                .leases()
                .inNamespace("kube-system")
                .withName(OperatorSettings.LEASE)
                .get();
    }

    private static void awaitHolder(Cluster cluster, String identity, Duration within) {
        cluster.client()
                .leases()
                .inNamespace("kube-system")
                .withName(OperatorSettings.LEASE)
                .waitUntilCondition(
                        lease ->
                                lease != null && identity.equals(lease.getSpec().getHolderIdentity()),
                        within.toSeconds(),
                        TimeUnit.SECONDS);
    }
}
