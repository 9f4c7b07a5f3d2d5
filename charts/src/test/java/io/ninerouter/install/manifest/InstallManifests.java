package io.ninerouter.install.manifest;

import io.ninerouter.install.Documents;
import io.ninerouter.install.chart.Chart;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The files of {@code manifests} that are made from the chart, by folder. The definitions in {@code crds} come from the crds module. */
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

    /** What the operator is given in a namespace that it watches. */
    private static final Set<String> RIGHTS = Set.of(
            "Role %s/ninerouter-operator".formatted(Chart.NAMESPACE),
            "RoleBinding %s/ninerouter-operator".formatted(Chart.NAMESPACE));

    private static final String WATCHED = """
            # For each namespace more that the operator is to watch: kubectl --namespace team-a apply -k manifests/install/watched
            # The variable NINEROUTER_WATCH_NAMESPACES of its Deployment names them all.
            """;

    private static final String EVERYWHERE = """
            patches:
              - patch: |
                  apiVersion: rbac.authorization.k8s.io/v1
                  kind: Role
                  metadata: {name: ninerouter-operator, namespace: %1$s}
                  $patch: delete
              - patch: |
                  apiVersion: rbac.authorization.k8s.io/v1
                  kind: RoleBinding
                  metadata: {name: ninerouter-operator, namespace: %1$s}
                  $patch: delete
              - patch: |
                  apiVersion: apps/v1
                  kind: Deployment
                  metadata: {name: ninerouter-operator, namespace: %1$s}
                  spec:
                    template:
                      spec:
                        containers:
                          - name: operator
                            env: [{name: NINEROUTER_CLUSTER_WIDE, value: "true"}]
            """;

    private InstallManifests() {}

    /** {@code manifests/install}: text of each file by its path within the folder. */
    static Map<String, String> generate() {
        StringBuilder operator = new StringBuilder();
        StringBuilder router = new StringBuilder();
        StringBuilder watched = new StringBuilder();
        documents("defaults").forEach((id, text) -> {
            if (id.startsWith("Router ")) {
                router.append(text).append('\n');
            } else {
                operator.append("---\n").append(text).append('\n');
            }
            if (RIGHTS.contains(id)) {
                watched.append("---\n")
                        .append(text.replaceFirst("(?m)^  namespace: .*\n", ""))
                        .append('\n');
            }
        });
        Map<String, String> files = new TreeMap<>();
        files.put("namespace.yaml", HEAD + NAMESPACE.formatted(Chart.NAMESPACE));
        files.put("operator.yaml", HEAD + operator);
        files.put(
                "kustomization.yaml",
                HEAD + KUSTOMIZATION + "  - namespace.yaml\n" + definitions() + "  - operator.yaml\n");
        files.put("watched/rights.yaml", HEAD + watched);
        files.put("watched/kustomization.yaml", HEAD + WATCHED + KUSTOMIZATION + "  - rights.yaml\n");
        files.put("router/router.yaml", HEAD + router);
        files.put("router/kustomization.yaml", HEAD + KUSTOMIZATION + "  - router.yaml\n");
        return files;
    }

    /** {@code manifests/install-cluster-wide}: what is other when all namespaces are asked for. */
    static Map<String, String> clusterWide() {
        return Map.of(
                "rights.yaml",
                HEAD + added("cluster-wide"),
                "kustomization.yaml",
                HEAD + KUSTOMIZATION + "  - ../install\n  - rights.yaml\n" + EVERYWHERE.formatted(Chart.NAMESPACE));
    }

    /** {@code manifests/monitoring}: what the chart adds when all of its monitoring is switched on. */
    static Map<String, String> monitoring() {
        return Map.of(
                "monitoring.yaml",
                HEAD + added("monitoring"),
                "kustomization.yaml",
                HEAD + KUSTOMIZATION + "  - monitoring.yaml\n");
    }

    /** The documents that there are with these values and not by default. */
    private static String added(String values) {
        Map<String, String> all = documents(values);
        all.keySet().removeAll(documents("defaults").keySet());
        return all.values().stream().map(text -> "---\n" + text + "\n").collect(Collectors.joining());
    }

    /** What the chart renders, without Helm's labels, by id and in its order. */
    private static Map<String, String> documents(String values) {
        Map<String, String> documents = new LinkedHashMap<>();
        for (String document :
                Chart.text(values).replaceAll("(?m)^# Source: .*\n", "").split("(?m)^---\n", -1)) {
            String text = withoutHelm(document).strip();
            if (!text.isEmpty()) {
                documents.put(Documents.id(Documents.of(text).getFirst()), text);
            }
        }
        return documents;
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
