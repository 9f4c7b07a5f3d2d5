package io.ninerouter.install.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ninerouter.install.Command;
import io.ninerouter.install.Documents;
import io.ninerouter.install.chart.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code manifests/install} and {@code manifests/monitoring} are what the chart renders, for those who have kubectl and no Helm. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = Chart.NO_HELM)
class InstallManifestsTest {
    private static final String REFRESH =
            "mvn -q -pl charts -am test -Dtest=InstallManifestsTest -Dinstall=update -Dsurefire.failIfNoSpecifiedTests=false";
    private static final Path FOLDER = Command.root().resolve("manifests/install");
    private static final Path MONITORING = Command.root().resolve("manifests/monitoring");

    @BeforeAll
    static void update() throws IOException {
        if ("update".equals(System.getProperty("install"))) {
            write(FOLDER, InstallManifests.generate());
            write(MONITORING, InstallManifests.monitoring());
        }
    }

    private static void write(Path folder, Map<String, String> files) throws IOException {
        for (var file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    @Test
    void checkedInManifestsAreFresh() {
        InstallManifests.generate()
                .forEach((name, text) -> assertThat(FOLDER.resolve(name))
                        .as("%s; refresh with: %s", name, REFRESH)
                        .hasContent(text));
        InstallManifests.monitoring()
                .forEach((name, text) -> assertThat(MONITORING.resolve(name))
                        .as("%s; refresh with: %s", name, REFRESH)
                        .hasContent(text));
    }

    @Test
    void kustomizeRendersTheMonitoringThatHelmRenders() {
        assumeTrue(Command.exists("kubectl"), "kubectl is not on the PATH");
        Map<String, Map<String, Object>> kustomized = new TreeMap<>();
        byId(Documents.of(Command.run(Map.of(), "kubectl", "kustomize", "manifests/monitoring")), kustomized);
        assertThat(kustomized)
                .containsOnlyKeys(
                        "ConfigMap ninerouter-system/ninerouter-dashboard",
                        "PodMonitor ninerouter-system/ninerouter-operator",
                        "PrometheusRule ninerouter-system/ninerouter");
        List<Map<String, Object>> rendered = Chart.objects("monitoring");
        kustomized.forEach((id, object) -> {
            Map<String, Object> helm = Documents.find(rendered, id);
            withoutHelm(helm);
            assertThat(Documents.normal(object)).as(id).isEqualTo(Documents.normal(helm));
        });
    }

    @Test
    void kustomizeRendersWhatHelmRenders() {
        assumeTrue(Command.exists("kubectl"), "kubectl is not on the PATH");
        Map<String, Map<String, Object>> kustomized = new TreeMap<>();
        for (String folder : List.of("manifests/install", "manifests/install/router")) {
            byId(Documents.of(Command.run(Map.of(), "kubectl", "kustomize", folder)), kustomized);
        }
        assertThat(kustomized.remove("Namespace " + Chart.NAMESPACE)).isNotNull();

        Map<String, Map<String, Object>> rendered = new TreeMap<>();
        byId(Chart.objects("defaults"), rendered);
        byId(Documents.of(Chart.definitions()), rendered);
        rendered.values().forEach(InstallManifestsTest::withoutHelm);

        assertThat(kustomized.keySet()).isEqualTo(rendered.keySet());
        rendered.forEach((id, object) ->
                assertThat(Documents.normal(kustomized.get(id))).as(id).isEqualTo(Documents.normal(object)));
    }

    private static void byId(List<Map<String, Object>> objects, Map<String, Map<String, Object>> into) {
        objects.forEach(object -> assertThat(into.put(Documents.id(object), object))
                .as(Documents.id(object))
                .isNull());
    }

    /** Without the two labels that say that Helm made it. */
    private static void withoutHelm(Map<String, Object> object) {
        List<Map<String, Object>> labelled = new ArrayList<>(List.of(object));
        Documents.podTemplates(List.of(object)).forEach(labelled::add);
        for (Map<String, Object> one : labelled) {
            Map<String, Object> labels = Documents.map(Documents.map(one, "metadata"), "labels");
            if (!labels.isEmpty()) {
                assertThat(labels.remove("helm.sh/chart")).isNotNull();
                assertThat(labels.remove("app.kubernetes.io/managed-by")).isEqualTo("Helm");
            }
        }
    }
}
