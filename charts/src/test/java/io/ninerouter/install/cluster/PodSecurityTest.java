package io.ninerouter.install.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.install.Documents;
import io.ninerouter.install.chart.Chart;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What the Pod Security Standard "restricted" asks of a pod, and a root file system that nobody writes to. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = Chart.NO_HELM)
class PodSecurityTest {
    private static final Set<String> VOLUMES = Set.of("configMap", "emptyDir", "projected", "secret", "downwardAPI");

    @SuppressWarnings("unused") // Named by @FieldSource.
    private static final List<String> CASES = Chart.CASES;

    @ParameterizedTest
    @FieldSource("CASES")
    void everyPodIsRestricted(String values) {
        List<Map<String, Object>> templates =
                Documents.podTemplates(Chart.objects(values)).toList();
        assertThat(templates).isNotEmpty().allSatisfy(PodSecurityTest::isRestricted);
    }

    private static void isRestricted(Map<String, Object> template) {
        Map<String, Object> pod = Documents.map(template, "spec");
        assertThat(pod).doesNotContainKeys("hostNetwork", "hostPID", "hostIPC");
        Map<String, Object> context = Documents.map(pod, "securityContext");
        assertThat(context).containsEntry("runAsNonRoot", true);
        assertThat(Documents.map(context, "seccompProfile")).containsEntry("type", "RuntimeDefault");
        assertThat(Documents.maps(pod, "volumes"))
                .allSatisfy(volume -> assertThat(volume.keySet()).anyMatch(VOLUMES::contains));
        assertThat(Documents.maps(pod, "containers")).isNotEmpty().allSatisfy(container -> {
            Map<String, Object> own = Documents.map(container, "securityContext");
            assertThat(own)
                    .containsEntry("allowPrivilegeEscalation", false)
                    .containsEntry("readOnlyRootFilesystem", true);
            assertThat(own).doesNotContainKeys("privileged", "runAsUser");
            assertThat(Documents.texts(Documents.map(own, "capabilities"), "drop"))
                    .containsExactly("ALL");
            assertThat(Documents.maps(container, "ports")).noneMatch(port -> port.containsKey("hostPort"));
            assertThat(Documents.map(Documents.map(container, "resources"), "limits"))
                    .containsKey("memory");
        });
    }
}
