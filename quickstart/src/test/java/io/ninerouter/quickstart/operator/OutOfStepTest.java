package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.operator.OperatorApp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An operator that finds what is of another release than itself says so, and harms nothing. */
@Timeout(120)
class OutOfStepTest {
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
    void operatorWaitsForDefinitionsThatKnowWhatItWrites() throws Exception {
        cluster.router("main");
        edit("combos", "targets", false);
        try (OperatorApp app = OperatorApp.start(cluster.newClient(), Cluster.settings("one", Set.of()))) {
            assertThatThrownBy(() -> app.awaitReady(Duration.ofSeconds(3))).isInstanceOf(TimeoutException.class);
            assertThat(app.isLeading()).isFalse();

            cluster.applyDefinitions();

            app.awaitReady(Duration.ofSeconds(30));
            cluster.combo("a", "openai/gpt-5");
            cluster.await(
                    Combo.class,
                    "a",
                    found -> found.getStatus() != null && found.getStatus().targets() != null);
        }
    }

    @Test
    void operatorIsContentWithDefinitionsOfANewerRelease() throws Exception {
        edit("combos", "later", true);
        cluster.operator("one");
        cluster.router("main");
        cluster.awaitConfig("main", found -> found.combos().isEmpty());
    }

    @Test
    void whatAMuchNewerOperatorPublishedIsLeftAsItStandsUntilItIsDeleted() throws Exception {
        String name = RouterSecrets.configName("main");
        cluster.router("main");
        try (OperatorApp one = cluster.operator("one")) {
            cluster.awaitConfig("main", found -> found.combos().isEmpty());
            assertThat(one.isLeading()).isTrue();
        }
        String document = document("{\"format\":99,\"wires\":{}}");
        Secret before = cluster.client()
                .resource(cluster.find(name))
                .edit(found -> new SecretBuilder(found)
                        .addToData(RouterSecrets.CONFIG_KEY, document)
                        .build());

        cluster.operator("two");

        Router refused = cluster.awaitCondition(Router.class, "main", "Accepted", "False", "NewerRelease");
        assertThat(Cluster.condition(refused.getStatus(), "Accepted").message())
                .contains(name)
                .contains("99 (expected: 1 to 2)");
        assertThat(cluster.find(name).getData()).isEqualTo(before.getData());
        cluster.awaitEvent("main", "NewerRelease");

        cluster.client().resource(before).delete();

        cluster.awaitConfig("main", found -> found.format() == 1);
        cluster.awaitCondition(Router.class, "main", "Accepted", "True", "Accepted");
    }

    /** Adds a field to the status of a kind, or takes one away, as another release would have it. */
    private void edit(String plural, String field, boolean add) {
        cluster.client()
                .resources(CustomResourceDefinition.class)
                .withName(plural + ".ninerouter.io")
                .edit(definition -> {
                    var status = definition
                            .getSpec()
                            .getVersions()
                            .getFirst()
                            .getSchema()
                            .getOpenAPIV3Schema()
                            .getProperties()
                            .get("status")
                            .getProperties();
                    if (add) {
                        status.put(field, status.get("observedGeneration"));
                    } else {
                        status.remove(field);
                    }
                    return definition;
                });
    }

    private static String document(String json) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(json.getBytes(StandardCharsets.UTF_8));
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
