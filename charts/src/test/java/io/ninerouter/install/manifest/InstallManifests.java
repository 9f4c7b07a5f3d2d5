package io.ninerouter.install.manifest;

import io.ninerouter.install.Documents;
import io.ninerouter.install.chart.Chart;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The files of {@code manifests/install} and {@code manifests/monitoring}, made from the chart. The definitions in {@code crds} come from the crds module. */
final class InstallManifests {
    private static final String HEAD =
            "# Made from charts/ninerouter: edit that, or add a kustomization of your own.\n";

    private static final String NAMESPACE = """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: %s
              labels:
                app.kubernetes.io/part-of: ninerouter
                pod-security.kubernetes.io/enforce: restricted
            """;

    private static final String KUSTOMIZATION = """
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            resources:
            """;

    private InstallManifests() {}

    /** Text of each file by its path within the folder. */
    static Map<String, String> generate() {
        String all = Chart.text("defaults").replaceAll("(?m)^# Source: .*\n", "");
        String operator = "";
        String router = "";
        for (String document : all.split("(?m)^---\n", -1)) {
            String text = withoutHelm(document).strip();
            if (text.contains("\nkind: Router\n")) {
                router += text + "\n";
            } else if (!text.isEmpty()) {
                operator += "---\n" + text + "\n";
            }
        }
        Map<String, String> files = new TreeMap<>();
        files.put("namespace.yaml", HEAD + NAMESPACE.formatted(Chart.NAMESPACE));
        files.put("operator.yaml", HEAD + operator);
        files.put(
                "kustomization.yaml",
                HEAD + KUSTOMIZATION + "  - namespace.yaml\n" + definitions() + "  - operator.yaml\n");
        files.put("router/router.yaml", HEAD + router);
        files.put("router/kustomization.yaml", HEAD + KUSTOMIZATION + "  - router.yaml\n");
        return files;
    }

    /** The files of {@code manifests/monitoring}: what the chart adds when all of its monitoring is switched on. */
    static Map<String, String> monitoring() {
        Set<String> installed = Set.copyOf(Documents.ids(Chart.objects("defaults")));
        StringBuilder added = new StringBuilder();
        for (String document :
                Chart.text("monitoring").replaceAll("(?m)^# Source: .*\n", "").split("(?m)^---\n", -1)) {
            String text = withoutHelm(document).strip();
            if (!text.isEmpty()
                    && !installed.contains(Documents.id(Documents.of(text).getFirst()))) {
                added.append("---\n").append(text).append('\n');
            }
        }
        return Map.of(
                "monitoring.yaml", HEAD + added, "kustomization.yaml", HEAD + KUSTOMIZATION + "  - monitoring.yaml\n");
    }

    private static String definitions() {
        return Documents.of(Chart.definitions()).stream()
                .map(definition -> "  - crds/" + Documents.<String>at(definition, "metadata/name") + ".yaml\n")
                .sorted()
                .collect(Collectors.joining());
    }

    private static String withoutHelm(String text) {
        return text.replaceAll("(?m)^ *(app[.]kubernetes[.]io/managed-by: Helm|helm[.]sh/chart: .*)\n", "");
    }
}
