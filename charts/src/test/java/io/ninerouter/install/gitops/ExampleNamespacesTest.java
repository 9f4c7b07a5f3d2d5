package io.ninerouter.install.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.install.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** In the examples the operator watches every namespace that objects go to, and has rights in each that it watches. */
class ExampleNamespacesTest {
    private static final Path EXAMPLES =
            Path.of(System.getProperty("ninerouter.root", "..")).resolve("manifests/gitops");

    private static List<Map<String, Object>> documents(String file) throws IOException {
        return Documents.of(Files.readString(EXAMPLES.resolve(file)));
    }

    @Test
    void argoCdsChartWatchesWhereApplicationsGo() throws IOException {
        List<Map<String, Object>> applications = documents("argocd/applications.yaml");
        Set<String> destinations = new TreeSet<>();
        applications.forEach(
                application -> destinations.add(Documents.<String>at(application, "spec/destination/namespace")));

        assertThat(Documents.<List<String>>at(applications.getFirst(), "spec/source/helm/valuesObject/watchNamespaces"))
                .containsExactlyElementsOf(destinations);
    }

    @Test
    void fluxGrantsRightsWhereItWatchesAndWhereObjectsGo() throws IOException {
        List<Map<String, Object>> objects = documents("flux/ninerouter.yaml");
        Set<String> granted = new TreeSet<>(Set.of("ninerouter-system"));
        Set<String> targets = new TreeSet<>(Set.of("ninerouter-system"));
        for (Map<String, Object> object : objects) {
            Map<String, Object> spec = Documents.map(object, "spec");
            if (spec.get("targetNamespace") instanceof String namespace) {
                ("./manifests/install/watched".equals(spec.get("path")) ? granted : targets).add(namespace);
            }
        }

        assertThat(granted).isEqualTo(targets).hasSizeGreaterThan(1);
        Map<String, Object> patch = Documents.of((String) Documents.maps(
                                Documents.map(Documents.find(objects, "Kustomization flux-system/ninerouter"), "spec"),
                                "patches")
                        .getFirst()
                        .get("patch"))
                .getFirst();
        assertThat(Documents.<List<Object>>at(patch, "spec/template/spec/containers/0/env"))
                .contains(Map.of("name", "NINEROUTER_WATCH_NAMESPACES", "value", String.join(",", granted)));
    }
}
