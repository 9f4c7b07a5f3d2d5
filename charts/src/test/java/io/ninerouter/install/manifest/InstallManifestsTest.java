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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code manifests/install}, its form for all namespaces and {@code manifests/monitoring} are what the chart renders, for those who have kubectl and no Helm. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = Chart.NO_HELM)
class InstallManifestsTest {
    private static final String REFRESH =
            "mvn -q -pl charts -am test -Dtest=InstallManifestsTest -Dinstall=update -Dsurefire.failIfNoSpecifiedTests=false";
    private static final Map<Path, Map<String, String>> FOLDERS = Map.of(
            Command.root().resolve("manifests/install"), InstallManifests.generate(),
            Command.root().resolve("manifests/install-cluster-wide"), InstallManifests.clusterWide(),
            Command.root().resolve("manifests/monitoring"), InstallManifests.monitoring());

    @BeforeAll
    static void update() throws IOException {
        if ("update".equals(System.getProperty("install"))) {
            for (var folder : FOLDERS.entrySet()) {
                for (var file : folder.getValue().entrySet()) {
                    Path path = folder.getKey().resolve(file.getKey());
                    Files.createDirectories(path.getParent());
                    Files.writeString(path, file.getValue());
                }
            }
        }
    }

    @Test
    void checkedInManifestsAreFresh() {
        FOLDERS.forEach((folder, files) -> files.forEach((name, text) -> assertThat(folder.resolve(name))
                .as("%s; refresh with: %s", name, REFRESH)
                .hasContent(text)));
    }

    @Test
    void kustomizeRendersTheMonitoringThatHelmRenders() {
        Map<String, Map<String, Object>> kustomized = new TreeMap<>();
        byId(kustomize("manifests/monitoring"), kustomized);
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

    @ParameterizedTest
    @CsvSource({"manifests/install,defaults", "manifests/install-cluster-wide,cluster-wide"})
    void kustomizeRendersWhatHelmRenders(String folder, String values) {
        Map<String, Map<String, Object>> kustomized = new TreeMap<>();
        byId(kustomize(folder), kustomized);
        byId(kustomize("manifests/install/router"), kustomized);
        assertThat(kustomized.remove("Namespace " + Chart.NAMESPACE)).isNotNull();

        Map<String, Map<String, Object>> rendered = new TreeMap<>();
        byId(Chart.objects(values), rendered);
        byId(Documents.of(Chart.definitions()), rendered);
        rendered.values().forEach(InstallManifestsTest::withoutHelm);

        assertThat(kustomized.keySet()).isEqualTo(rendered.keySet());
        rendered.forEach((id, object) ->
                assertThat(Documents.normal(kustomized.get(id))).as(id).isEqualTo(Documents.normal(object)));
    }

    @Test
    void rightsInOneNamespaceMoreAreThoseThatHelmGives() {
        Map<String, Map<String, Object>> kustomized = new TreeMap<>();
        byId(kustomize("manifests/install/watched"), kustomized);
        assertThat(kustomized).containsOnlyKeys("Role ninerouter-operator", "RoleBinding ninerouter-operator");
        kustomized.values().forEach(object -> {
            Map<String, Object> metadata = new TreeMap<>(Documents.map(object, "metadata"));
            metadata.put("namespace", "team-a");
            object.put("metadata", metadata);
            Map<String, Object> helm = Documents.find(Chart.objects("confined"), Documents.id(object));
            withoutHelm(helm);
            assertThat(Documents.normal(object)).isEqualTo(Documents.normal(helm));
        });
    }

    private static List<Map<String, Object>> kustomize(String folder) {
        assumeTrue(Command.exists("kubectl"), "kubectl is not on the PATH");
        return Documents.of(Command.run(Map.of(), "kubectl", "kustomize", folder));
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
