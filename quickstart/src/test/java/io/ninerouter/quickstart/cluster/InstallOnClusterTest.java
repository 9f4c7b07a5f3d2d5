package io.ninerouter.quickstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is installed and what people write, as the server judges it. */
@OnCluster
class InstallOnClusterTest {
    private static final Path SAMPLES = Site.ROOT.resolve("manifests/samples");
    private static final String EXPECT = "# expect: ";

    private static Site site;
    private static String namespace;

    @BeforeAll
    static void open(Site opened) {
        site = opened;
        namespace = site.namespaces().create("samples");
    }

    @Test
    void everyObjectOfTheInstallationIsTakenStrictly() {
        List<HasMetadata> objects = site.installation().objects();
        assertThat(objects).hasSizeGreaterThan(8);
        for (HasMetadata object : objects) {
            assertThat(site.dryRun(object).getMetadata().getName())
                    .as(object.getKind())
                    .isEqualTo(object.getMetadata().getName());
        }
    }

    @Test
    void unknownFieldIsRefused() {
        HasMetadata router = load("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: misspelt}
                spec: {gatewey: {replicas: 1}}
                """);
        KubernetesClientException refused =
                catchThrowableOfType(KubernetesClientException.class, () -> site.dryRun(router));
        assertThat(refused).as("accepted").isNotNull();
        assertThat(refused.getMessage()).contains("gatewey");
    }

    @Test
    void everySampleIsTaken() throws IOException {
        int taken = 0;
        for (Map.Entry<String, String> sample : files(SAMPLES).entrySet()) {
            for (HasMetadata object : site.admin()
                    .load(new ByteArrayInputStream(sample.getValue().getBytes(StandardCharsets.UTF_8)))
                    .items()) {
                object.getMetadata().setNamespace(namespace);
                assertThat(site.apply(object).getMetadata().getUid())
                        .as("%s: %s", sample.getKey(), object.getKind())
                        .isNotBlank();
                // What is applied again changes nothing: no difference for GitOps to repair for ever.
                assertThat(site.apply(object).getMetadata().getGeneration())
                        .as(sample.getKey())
                        .isIn(null, 1L);
                taken++;
            }
        }
        assertThat(taken).isGreaterThanOrEqualTo(6);
    }

    @Test
    void everyWrongObjectIsRefusedWithTheMessageThatItExpects() throws IOException {
        Map<String, String> wrong = files(SAMPLES.resolve("invalid"));
        assertThat(wrong).hasSizeGreaterThan(20);
        List<String> surprises = new ArrayList<>();
        wrong.forEach((name, text) -> {
            assertThat(text).as(name).startsWith(EXPECT);
            String expected = text.lines().findFirst().orElseThrow().substring(EXPECT.length());
            HasMetadata object = load(text);
            KubernetesClientException refused = catchThrowableOfType(
                    KubernetesClientException.class,
                    () -> site.admin().resource(object).create());
            if (refused == null
                    || refused.getCode() != 422
                    || !refused.getMessage().contains(expected)) {
                surprises.add(name + ": " + (refused == null ? "accepted" : refused.getMessage()) + " (expected: "
                        + expected + ")");
            }
        });
        assertThat(surprises).isEmpty();
    }

    @Test
    void emptyRouterMayBeAppliedInEitherWayAndInBoth() throws Exception {
        assumeTrue(Kubectl.isThere(), "kubectl is not on the PATH");
        Kubectl kubectl = new Kubectl(site.access().kubeconfig());
        Path file = Files.writeString(site.file("empty.yaml"), """
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: empty, namespace: %s}
                spec: {}
                """.formatted(namespace));
        for (List<String> how : List.of(
                List.<String>of(),
                List.<String>of(),
                List.of("--server-side"),
                List.of("--server-side"),
                List.<String>of())) {
            List<String> command = new ArrayList<>(List.of("apply", "-f", file.toString()));
            command.addAll(how);
            Kubectl.Run applied = kubectl.run(command.toArray(String[]::new));
            assertThat(applied.exit()).as("%s: %s", how, applied.output()).isZero();
            assertThat(applied.output()).doesNotContain("Warning");
        }
    }

    @Test
    void kubectlListsOurKindsByOneWord() throws Exception {
        assumeTrue(Kubectl.isThere(), "kubectl is not on the PATH");
        Kubectl.Run listed = new Kubectl(site.access().kubeconfig()).run("get", "ninerouter", "-n", namespace);
        assertThat(listed.exit()).as(listed.output()).isZero();
    }

    private static HasMetadata load(String text) {
        HasMetadata object = site.admin()
                .load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .items()
                .getFirst();
        object.getMetadata().setNamespace(namespace);
        return object;
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".yaml")).toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }
}
