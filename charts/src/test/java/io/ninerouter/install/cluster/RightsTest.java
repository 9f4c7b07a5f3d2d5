package io.ninerouter.install.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.install.Documents;
import io.ninerouter.install.chart.Chart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the chart's roles hand out. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = Chart.NO_HELM)
class RightsTest {
    @SuppressWarnings("unused") // Named by @FieldSource.
    private static final List<String> CASES = Chart.CASES;

    @ParameterizedTest
    @FieldSource("CASES")
    void noRoleHasAStar(String values) {
        assertThat(rules(Chart.objects(values))).allSatisfy(rule -> {
            for (String part : List.of("apiGroups", "resources", "verbs")) {
                assertThat(Documents.texts(rule, part)).isNotEmpty().doesNotContain("*");
            }
            assertThat(Documents.texts(rule, "verbs")).doesNotContain("escalate", "bind", "impersonate");
        });
    }

    @Test
    void aConfinedOperatorHasTheSameRightsInEachNamespaceButForNamespaces() {
        List<Map<String, Object>> confined = Chart.objects("confined");
        List<Map<String, Object>> everywhere = new ArrayList<>(Documents.maps(
                Documents.find(Chart.objects("cluster-wide"), "ClusterRole ninerouter-operator"), "rules"));
        everywhere.removeIf(rule -> Documents.texts(rule, "resources").contains("namespaces"));
        for (String namespace : List.of("team-a", "team-b")) {
            assertThat(Documents.maps(Documents.find(confined, "Role " + namespace + "/ninerouter-operator"), "rules"))
                    .isEqualTo(everywhere);
        }
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void onlyAnOperatorOfAllNamespacesHasARightBeyondThoseThatItWatches(String values) {
        List<String> where = Rights.of(Chart.objects(values), Chart.NAMESPACE, "ninerouter-operator").grants().stream()
                .map(Rights.Grant::namespace)
                .distinct()
                .toList();
        switch (values) {
            case "cluster-wide" -> assertThat(where).containsExactlyInAnyOrder("", Chart.NAMESPACE);
            case "confined" -> assertThat(where).containsExactlyInAnyOrder("team-a", "team-b", Chart.NAMESPACE);
            // They have an account of another name.
            case "own-account", "mirror" -> assertThat(where).isEmpty();
            default -> assertThat(where).containsExactly(Chart.NAMESPACE);
        }
    }

    @Test
    void whoMayEditANamespaceMayEditOurKindsButNotWhatGatewaysReport() {
        List<Map<String, Object>> objects = Chart.objects("defaults");
        Map<String, Object> edit = Documents.find(objects, "ClusterRole ninerouter-edit");
        assertThat(Documents.map(Documents.map(edit, "metadata"), "labels"))
                .containsEntry("rbac.authorization.k8s.io/aggregate-to-edit", "true")
                .containsEntry("rbac.authorization.k8s.io/aggregate-to-admin", "true");
        List<String> editable = Documents.texts(Documents.maps(edit, "rules").getFirst(), "resources");
        List<String> visible = Documents.texts(
                Documents.maps(Documents.find(objects, "ClusterRole ninerouter-view"), "rules")
                        .getFirst(),
                "resources");
        List<String> ours = Documents.of(Chart.definitions()).stream()
                .map(definition -> Documents.<String>at(definition, "spec/names/plural"))
                .toList();
        assertThat(visible).containsExactlyInAnyOrderElementsOf(ours);
        assertThat(editable).isSubsetOf(ours).hasSize(ours.size() - 1).doesNotContain("gatewayreplicas");
    }

    private static List<Map<String, Object>> rules(List<Map<String, Object>> objects) {
        return objects.stream()
                .filter(object -> object.get("kind").toString().endsWith("Role"))
                .flatMap(role -> Documents.maps(role, "rules").stream())
                .toList();
    }
}
