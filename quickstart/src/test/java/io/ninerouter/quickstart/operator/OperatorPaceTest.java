package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.quickstart.api.hook.ApiRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How much the operator asks of an API server. */
@Timeout(120)
class OperatorPaceTest {
    private static final int EDITS = 50;

    @TempDir
    Path folder;

    @Test
    void oneObjectThatIsAppliedAllTheTimeCausesNoWriteToTheOthers() throws Exception {
        try (Cluster cluster = Cluster.serving(folder)) {
            for (int i = 0; i < 20; i++) {
                cluster.combo("quiet-" + i, "openai/gpt-5");
            }
            cluster.combo("busy", "openai/gpt-5");
            for (int i = 0; i < 20; i++) {
                cluster.awaitCondition(Combo.class, "quiet-" + i, "Ready", "True", "Ready");
            }
            cluster.awaitCondition(Combo.class, "busy", "Ready", "True", "Ready");
            int before = cluster.requests().size();

            for (int i = 0; i < EDITS; i++) {
                cluster.combo("busy", "openai/gpt-5", "openai/model-" + i);
            }
            cluster.awaitConfig(
                    "main",
                    found -> found.combos().stream()
                            .anyMatch(
                                    combo -> combo.members().getLast().model().equals("openai/model-" + (EDITS - 1))));
            cluster.awaitCondition(Combo.class, "busy", "Ready", "True", "Ready");

            List<ApiRequest> writes = cluster
                    .requests()
                    .subList(before, cluster.requests().size())
                    .stream()
                    .filter(request ->
                            request.verb().equals("patch") || request.verb().equals("update"))
                    .toList();
            assertThat(writes)
                    .filteredOn(request -> request.resource().equals("combos"))
                    .isNotEmpty()
                    .allMatch(request -> request.name().equals("busy"));
            assertThat(writes)
                    .filteredOn(request -> request.name().equals("main-config"))
                    .as("a storm of events is few compiles")
                    .hasSizeLessThanOrEqualTo(EDITS);
        }
    }
}
