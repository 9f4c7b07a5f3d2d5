package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.OperatorApp;
import io.ninerouter.operator.kube.OperatorClients;
import io.ninerouter.quickstart.api.hook.ApiRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rights that the operator's DESIGN.md names are those that operator and gateway use. */
@Timeout(180)
class RightsTest {
    private static final Path DESIGN = Path.of(System.getProperty("ninerouter.root", ".."), "operator", "DESIGN.md");
    private static final Pattern ROW = Pattern.compile("\\| ([a-z0-9.]+) \\| (.+) \\| ([a-z, ]+) \\|");
    private static final Pattern NAME = Pattern.compile("[a-z]+(/status)?");
    private static final String OPERATOR = "operator-under-test";
    private static final Set<String> OUR_KINDS = Set.of(
            "routers", "providerconnections", "providernodes", "combos", "modelaliases", "apikeys", "gatewayreplicas");

    @TempDir
    Path folder;

    private Cluster cluster;

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void operatorAndGatewayUseWhatTheyAreGivenAndNoMore() throws Exception {
        cluster = Cluster.start(folder);
        Config config = Config.fromKubeconfig(cluster.api().kubeconfig().toFile());
        config.setUserAgent(OPERATOR);
        Role role;
        try (KubernetesClient client = OperatorClients.create(config);
                OperatorApp app = OperatorApp.start(client, Cluster.settings("one", Set.of()))) {
            app.awaitReady(Duration.ofSeconds(30));
            role = live();
        }

        Map<String, Set<String>> held = held();
        Map<String, Set<String>> used = used(request -> request.userAgent().contains(OPERATOR));
        assertThat(used).hasSizeGreaterThan(15);
        used.forEach((resource, verbs) ->
                assertThat(held.getOrDefault(resource, Set.of())).as(resource).containsAll(verbs));
        for (String resource : List.of("apps/deployments", "core/services", "autoscaling/horizontalpodautoscalers")) {
            Set<String> asked = new TreeSet<>(used.get(resource));
            // An apply of what is not there yet is a create as well, for the one who authorizes it.
            asked.add("create");
            assertThat(held.get(resource)).as(resource).isEqualTo(asked);
        }
        // Nobody can grant what he does not hold.
        for (PolicyRule rule : role.getRules()) {
            String group = rule.getApiGroups().getFirst().isEmpty()
                    ? "core"
                    : rule.getApiGroups().getFirst();
            String resource = group + "/" + rule.getResources().getFirst();
            assertThat(held.getOrDefault(resource, Set.of())).as(resource).containsAll(rule.getVerbs());
        }
        Set<String> reports = used(request -> !request.userAgent().contains(OPERATOR)
                        && request.resource().equals("gatewayreplicas")
                        && request.name().equals("gw-1"))
                .get("ninerouter.io/gatewayreplicas");
        assertThat(reports).isEqualTo(Set.of("patch", "delete"));
    }

    /** A Router's life: pods here, an autoscaler, pods elsewhere. */
    private Role live() {
        router("{autoscaling: {}}");
        cluster.await(HorizontalPodAutoscaler.class, "main-gateway", found -> found != null);
        Role role = cluster.await(Role.class, "main-gateway", found -> found != null);
        cluster.account("openai", "openai");
        cluster.combo("a", "openai/gpt-5");
        router("{replicas: 0}");
        cluster.await(Deployment.class, "main-gateway", found -> found == null);
        Gateways gateways = Gateways.start(cluster, 1);
        try {
            cluster.awaitCondition(Router.class, "main", "Ready", "True", "Ready");
        } finally {
            gateways.close();
        }
        cluster.awaitCondition(Router.class, "main", "Ready", "False", "NoReplicas");
        return role;
    }

    private void router(String gateway) {
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: main, namespace: default}
                spec: {gateway: %s}
                """.formatted(gateway));
    }

    private Map<String, Set<String>> used(java.util.function.Predicate<ApiRequest> whose) {
        Map<String, Set<String>> used = new TreeMap<>();
        cluster.requests().stream()
                .filter(whose)
                .filter(ApiRequest::isResource)
                .forEach(request -> used.computeIfAbsent(resource(request), key -> new TreeSet<>())
                        .add(request.verb()));
        return used;
    }

    private static String resource(ApiRequest request) {
        String group = request.group().isEmpty() ? "core" : request.group();
        String part = request.subresource().isEmpty() ? "" : "/" + request.subresource();
        return group + "/" + request.resource() + part;
    }

    /** The table, as people read it. */
    private static Map<String, Set<String>> held() throws Exception {
        Map<String, Set<String>> held = new TreeMap<>();
        Files.readAllLines(DESIGN).stream()
                .map(ROW::matcher)
                .filter(java.util.regex.Matcher::matches)
                .forEach(row -> {
                    Set<String> verbs = Set.of(row.group(3).split(", "));
                    resources(row.group(2))
                            .forEach(resource -> held.computeIfAbsent(
                                            row.group(1) + "/" + resource, key -> new TreeSet<>())
                                    .addAll(verbs));
                });
        return held;
    }

    private static Set<String> resources(String cell) {
        Set<String> resources = new TreeSet<>();
        if (cell.equals("all seven kinds")) {
            return OUR_KINDS;
        }
        if (cell.startsWith("`*/status`")) {
            OUR_KINDS.stream()
                    .filter(kind -> !kind.equals("gatewayreplicas"))
                    .forEach(kind -> resources.add(kind + "/status"));
            return resources;
        }
        for (String word : cell.replaceAll("\\(.*\\)", "").split(",")) {
            var name = NAME.matcher(word.strip());
            if (name.matches()) {
                resources.add(word.strip());
            }
        }
        return resources;
    }
}
