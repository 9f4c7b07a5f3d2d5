package io.ninerouter.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ninerouter.quickstart.api.EmbeddedApi;
import io.ninerouter.quickstart.api.EmbeddedApiConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every sample can be applied, and every example of what is wrong is refused with the message that it expects. */
class SamplesTest {
    private static final Path SAMPLES = Path.of(System.getProperty("ninerouter.root", ".."), "manifests", "samples");
    private static final String EXPECT = "# expect: ";

    @TempDir
    static Path scratch;

    private static EmbeddedApi api;
    private static KubernetesClient client;

    @BeforeAll
    static void start() {
        api = EmbeddedApi.start(EmbeddedApiConfig.on(0, scratch.resolve("kubeconfig")));
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(api.kubeconfig().toFile()))
                .build();
        new Manifests(client).apply(Manifests.CRDS, yaml -> yaml);
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("ai")
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterAll
    static void stop() {
        client.close();
        api.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void samplesAreTaken(String name) throws IOException {
        List<HasMetadata> objects = load(Files.readString(SAMPLES.resolve(name), StandardCharsets.UTF_8));
        assertThat(objects).isNotEmpty();
        for (HasMetadata object : objects) {
            assertThat(client.resource(object).serverSideApply().getMetadata().getUid())
                    .as("%s %s", object.getKind(), object.getMetadata().getName())
                    .isNotBlank();
        }
    }

    static Stream<String> samplesAreTaken() throws IOException {
        return yaml("");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void wrongObjectsAreRefused(String name) throws IOException {
        String text = Files.readString(SAMPLES.resolve(name), StandardCharsets.UTF_8);
        assertThat(text).startsWith(EXPECT);
        String expected = text.lines().findFirst().orElseThrow().substring(EXPECT.length());
        HasMetadata object = load(text).getFirst();
        object.getMetadata().setNamespace("default");
        KubernetesClientException refused = catchThrowableOfType(
                KubernetesClientException.class, () -> client.resource(object).create());
        assertThat(refused).as("accepted").isNotNull();
        assertThat(refused.getCode()).isEqualTo(422);
        assertThat(refused.getStatus().getMessage()).contains(expected);
    }

    static Stream<String> wrongObjectsAreRefused() throws IOException {
        return yaml("invalid");
    }

    @Test
    void everyKindHasASample() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String name : yaml("").toList()) {
            all.append(Files.readString(SAMPLES.resolve(name), StandardCharsets.UTF_8));
        }
        for (String kind : List.of("Router", "ProviderConnection", "ProviderNode", "Combo", "ModelAlias", "ApiKey")) {
            assertThat(all.toString()).contains("kind: " + kind + "\n");
        }
    }

    private static Stream<String> yaml(String folder) throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES.resolve(folder))) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .map(file -> SAMPLES.relativize(file).toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static List<HasMetadata> load(String text) {
        return client.load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .items();
    }
}
