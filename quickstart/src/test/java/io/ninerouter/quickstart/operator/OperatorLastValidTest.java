package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.operator.OperatorApp;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is edited into something broken serves on, whoever is the operator. */
@Timeout(120)
class OperatorLastValidTest {
    @TempDir
    Path folder;

    @Test
    void theLastValidFormOutlivesTheOperatorThatKnewIt() throws Exception {
        try (Cluster cluster = Cluster.start(folder)) {
            OperatorApp first = cluster.operator("first");
            cluster.router("main");
            cluster.account("openai", "openai");
            cluster.replica("gw-1", "main");
            cluster.combo("old", "openai/gpt-5");
            cluster.combo("young", "old");
            cluster.awaitCondition(Combo.class, "young", "Ready", "True", "Ready");

            cluster.combo("old", "young");
            awaitServedInstead(cluster);
            first.close();
            cluster.operator("second");
            // A change that the second operator has to publish, so that it has certainly compiled.
            cluster.combo("other", "openai/gpt-5");
            GatewayConfig config =
                    cluster.awaitConfig("main", found -> found.combos().size() == 3);

            assertThat(config.combos())
                    .filteredOn(combo -> combo.name().equals("old"))
                    .singleElement()
                    .satisfies(combo ->
                            assertThat(combo.members().getFirst().model()).isEqualTo("openai/gpt-5"));
            awaitServedInstead(cluster);
            cluster.awaitCondition(Combo.class, "young", "Ready", "True", "Ready");

            cluster.combo("old", "openai/o3");
            cluster.awaitCondition(Combo.class, "old", "Ready", "True", "Ready");
        }
    }

    private static void awaitServedInstead(Cluster cluster) {
        Combo old = cluster.awaitCondition(Combo.class, "old", "Accepted", "False", "Cycle");
        assertThat(Cluster.condition(old.getStatus(), "Accepted").message())
                .contains("leads back to itself")
                .contains("generation 1 goes on serving");
        assertThat(old.getStatus().targets()).isNotEmpty();
    }
}
