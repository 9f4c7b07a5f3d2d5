package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.operator.OperatorApp;
import io.ninerouter.operator.settings.Scope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
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
        edit("combos", "status", "targets", false);
        try (OperatorApp app = OperatorApp.start(cluster.newClient(), Cluster.settings("one", Scope.EVERYWHERE))) {
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
        edit("combos", "status", "later", true);
        cluster.operator("one");
        cluster.router("main");
        cluster.awaitConfig("main", found -> found.combos().isEmpty());
    }

    /** A downgrade: what the later release wrote stays, and nothing that this one knows is lost by it. */
    @Test
    void objectsWithFieldsOfANewerReleaseAreServedByWhatIsKnownOfThem() throws Exception {
        for (String plural : List.of("routers", "providerconnections", "combos")) {
            edit(plural, "spec", "later", true);
            edit(plural, "status", "later", true);
        }
        cluster.router("main");
        cluster.account("openai", "openai");
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Combo
                metadata: {name: a, namespace: default}
                spec: {models: [{model: openai/gpt-5}], later: spec}
                """);
        laterStatus("Router", "main");
        laterStatus("ProviderConnection", "openai");
        laterStatus("Combo", "a");

        cluster.operator("one");
        cluster.replica("elsewhere", "main");

        cluster.awaitConfig("main", found -> found.combos().size() == 1);
        cluster.awaitCondition(Combo.class, "a", "Ready", "True", "Ready");
        // Edits come in as events, not as a list.
        laterStatus("Combo", "a");
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Combo
                metadata: {name: b, namespace: default}
                spec: {models: [{model: openai/gpt-5}], later: spec}
                """);
        cluster.awaitCondition(Combo.class, "b", "Ready", "True", "Ready");
        GenericKubernetesResource kept = any("Combo", "a").get();
        assertThat(kept.<String>get("spec", "later")).isEqualTo("spec");
        assertThat(kept.<String>get("status", "later")).isEqualTo("status");
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

    @Test
    void usageThatAMuchNewerOperatorWroteIsToldAndNotReplaced() throws Exception {
        String name = RouterSecrets.usageName("main");
        cluster.router("main");
        try (OperatorApp one = cluster.operator("one")) {
            cluster.awaitConfig("main", found -> found.combos().isEmpty());
            assertThat(one.isLeading()).isTrue();
        }
        String later = document("{\"format\":99,\"hours\":\"in words\"}");
        Secret written = new SecretBuilder(cluster.find(RouterSecrets.configName("main")))
                .withMetadata(new ObjectMetaBuilder()
                        .withNamespace("default")
                        .withName(name)
                        .withLabels(cluster.find(RouterSecrets.configName("main"))
                                .getMetadata()
                                .getLabels())
                        .build())
                .withData(Map.of(RouterSecrets.LEDGER_KEY, later, RouterSecrets.HISTORY_KEY, later))
                .build();
        cluster.client().resource(written).create();

        cluster.operator("two");

        cluster.awaitEvent("main", "NewerRelease");
        assertThat(cluster.find(name).getData()).isEqualTo(written.getData());
        // Requests are served all the same.
        cluster.account("openai", "openai");
        cluster.awaitConfig("main", found -> found.connections().size() == 1);
    }

    /** Adds a text to spec or status of a kind, or takes a field away, as another release would have it. */
    private void edit(String plural, String part, String field, boolean add) {
        cluster.client()
                .resources(CustomResourceDefinition.class)
                .withName(plural + ".ninerouter.io")
                .edit(definition -> {
                    var fields = definition
                            .getSpec()
                            .getVersions()
                            .getFirst()
                            .getSchema()
                            .getOpenAPIV3Schema()
                            .getProperties()
                            .get(part)
                            .getProperties();
                    if (add) {
                        fields.put(
                                field,
                                new JSONSchemaPropsBuilder().withType("string").build());
                    } else {
                        fields.remove(field);
                    }
                    return definition;
                });
    }

    private void laterStatus(String kind, String name) {
        any(kind, name)
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"later\":\"status\"}}");
    }

    private Resource<GenericKubernetesResource> any(String kind, String name) {
        return cluster.client()
                .genericKubernetesResources("ninerouter.io/v1alpha1", kind)
                .inNamespace("default")
                .withName(name);
    }

    private static String document(String json) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(json.getBytes(StandardCharsets.UTF_8));
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
