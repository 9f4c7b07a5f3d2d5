package io.ninerouter.install.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.install.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples put a registry before both images, where the operator and its gateways are told of theirs. */
class ExampleImagesTest {
    private static final Path ROOT = Path.of(System.getProperty("ninerouter.root", ".."));
    private static final String REGISTRY = "registry.example/";

    private static List<Map<String, Object>> documents(String file) throws IOException {
        return Documents.of(Files.readString(ROOT.resolve(file)));
    }

    @Test
    void argoCdGivesTheChartWhatItsValuesAreCalled() throws Exception {
        Map<String, Object> values = documents("charts/ninerouter/values.yaml").getFirst();
        Map<String, Object> given = Documents.at(
                documents("manifests/gitops/argocd/applications.yaml").getFirst(), "spec/source/helm/valuesObject");

        for (String path : List.of("image/repository", "gateway/image/repository")) {
            assertThat(Documents.<String>at(given, path))
                    .as(path)
                    .isEqualTo(REGISTRY + Documents.<String>at(values, path));
        }
    }

    @Test
    void fluxReplacesWhatTheManifestsName() throws Exception {
        Map<String, Object> deployment = documents("manifests/install/operator.yaml").stream()
                .filter(object -> object.get("kind").equals("Deployment"))
                .findFirst()
                .orElseThrow();
        Map<String, Object> operator = container(deployment);
        Map<String, Object> spec = Documents.map(
                Documents.find(
                        documents("manifests/gitops/flux/ninerouter.yaml"), "Kustomization flux-system/ninerouter"),
                "spec");
        Map<String, Object> patch = Documents.of(
                        (String) Documents.maps(spec, "patches").getFirst().get("patch"))
                .getFirst();

        Map<String, Object> image = Documents.maps(spec, "images").getFirst();
        assertThat((String) operator.get("image")).startsWith(image.get("name") + ":");
        assertThat(image.get("newName")).isEqualTo(REGISTRY + image.get("name"));
        assertThat(Documents.id(patch)).isEqualTo(Documents.id(deployment));
        assertThat(container(patch).get("name")).isEqualTo(operator.get("name"));
        Map<String, Object> variable = Documents.maps(container(patch), "env").getFirst();
        assertThat(Documents.maps(operator, "env"))
                .contains(Map.of(
                        "name",
                        variable.get("name"),
                        "value",
                        ((String) variable.get("value")).substring(REGISTRY.length())));
    }

    private static Map<String, Object> container(Map<String, Object> deployment) {
        return Documents.<List<Map<String, Object>>>at(deployment, "spec/template/spec/containers")
                .getFirst();
    }
}
