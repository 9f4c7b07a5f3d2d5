package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.OperatorApp;
import io.ninerouter.operator.kube.OperatorClients;
import io.ninerouter.operator.settings.Scope;
import io.ninerouter.quickstart.api.hook.ApiRequest;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rights that {@code manifests/install-cluster-wide} and the operator's DESIGN.md name are those that operator and gateway use. */
@Timeout(180)
class RightsTest {
    private static final Path DESIGN = Path.of(System.getProperty("ninerouter.root", ".."), "operator", "DESIGN.md");
    private static final Pattern ROW = Pattern.compile("\\| ((?!group )[a-z0-9.]+) \\| (.+) \\| ([a-z, ]+) \\|");
    private static final Pattern NAME = Pattern.compile("[a-z]+(/status)?");
    private static final Path MANIFESTS = Path.of(System.getProperty("ninerouter.root", ".."), "manifests");
    private static final String OPERATOR = "operator-under-test";
    private static final String GATEWAY = "gateway-under-test";

    /**
     * Not used: held because nobody can grant what he does not hold, and gateways are granted this; for leases, because the
     * framework asks the API server whether it has the right, and does not start without.
     */
    private static final Map<String, Set<String>> HELD_TO_BE_GRANTED = Map.of(
            "coordination.k8s.io/leases", Set.of("update"),
            "ninerouter.io/gatewayreplicas", Set.of("create", "delete", "patch"),
            "ninerouter.io/gatewayreplicas/status", Set.of("patch"));

    private static final Set<String> OUR_KINDS = Set.of(
            "routers", "providerconnections", "providernodes", "combos", "modelaliases", "apikeys", "gatewayreplicas");

    /** The parts of a configuration that is too large for one Secret are read one by one; that of this test is small. */
    private static final Map<String, Set<String>> FOR_PARTS = Map.of("core/secrets", Set.of("get"));

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
                OperatorApp app = OperatorApp.start(client, Cluster.settings("one", Scope.EVERYWHERE))) {
            app.awaitReady(Duration.ofSeconds(30));
            role = live();
        }

        Map<String, Set<String>> granted = Rules.of(manifest());
        Map<String, Set<String>> used = used(OPERATOR);
        assertThat(used).hasSizeGreaterThan(15);
        // What every authenticated caller may ask about himself.
        used.remove("authorization.k8s.io/selfsubjectrulesreviews");
        assertThat(Rules.beyond(granted, used)).as("asked for without a right").isEmpty();
        assertThat(Rules.beyond(used, granted)).as("rights that nothing uses").isEqualTo(HELD_TO_BE_GRANTED);
        assertThat(Rules.beyond(granted, Rules.of(role.getRules())))
                .as("nobody can grant what he does not hold")
                .isEmpty();
        Map<String, Set<String>> table = held();
        table.remove("authorization.k8s.io/selfsubjectrulesreviews");
        assertThat(granted).as("the table in DESIGN.md").isEqualTo(table);

        Map<String, Set<String>> gateway = used(GATEWAY);
        assertThat(Rules.beyond(Rules.of(role.getRules()), gateway))
                .as("asked by a gateway without a right")
                .isEmpty();
        assertThat(Rules.beyond(gateway, Rules.of(role.getRules())))
                .as("rights that no gateway uses")
                .isEqualTo(FOR_PARTS);
        Set<String> secrets = cluster.requests().stream()
                .filter(request -> request.userAgent().contains(GATEWAY)
                        && request.resource().equals("secrets"))
                .map(ApiRequest::name)
                .collect(Collectors.toSet());
        assertThat(role.getRules().getFirst().getResourceNames())
                .as("Secrets are asked for by these names alone")
                .containsAll(secrets);
    }

    /** A Router's life: pods here, an autoscaler, pods elsewhere; keys and accounts that come, move and go. */
    private Role live() throws Exception {
        Definitions.podMonitors(cluster);
        router("{autoscaling: {}}");
        cluster.await(HorizontalPodAutoscaler.class, "main-gateway", found -> found != null);
        Role role = cluster.await(Role.class, "main-gateway", found -> found != null);
        var monitors = cluster.client().genericKubernetesResources("monitoring.coreos.com/v1", "PodMonitor");
        monitors.inNamespace("default")
                .withName("main-gateway")
                .waitUntilCondition(found -> found != null, 60, TimeUnit.SECONDS);
        Definitions.scaledObjects(cluster);
        router("{autoscaling: {minReplicas: 2, maxReplicas: 9, targetInFlightRequests: 50, scaler: ScaledObject,"
                + " prometheus: {serverAddress: 'http://prometheus:9090'}}}");
        var scaled = cluster.client().genericKubernetesResources("keda.sh/v1alpha1", "ScaledObject");
        scaled.inNamespace("default")
                .withName("main-gateway")
                .waitUntilCondition(found -> found != null, 60, TimeUnit.SECONDS);
        // Drift is looked at before it is repaired.
        scaled.inNamespace("default").withName("main-gateway").delete();
        scaled.inNamespace("default")
                .withName("main-gateway")
                .waitUntilCondition(found -> found != null, 60, TimeUnit.SECONDS);
        cluster.account("openai", "openai");
        cluster.combo("a", "openai/gpt-5");
        router("{replicas: 0}");
        cluster.await(Deployment.class, "main-gateway", found -> found == null);
        monitors.inNamespace("default")
                .withName("main-gateway")
                .waitUntilCondition(found -> found == null, 60, TimeUnit.SECONDS);
        Gateways gateways = Gateways.startAs(GATEWAY, cluster);
        try {
            cluster.awaitCondition(Router.class, "main", "Ready", "True", "Ready");
            attached();
            cluster.api().faults().dropWatches();
            cluster.combo("b", "openai/gpt-5");
            cluster.awaitCondition(Combo.class, "b", "Ready", "True", "Ready");
        } finally {
            gateways.close();
        }
        cluster.awaitCondition(Router.class, "main", "Ready", "False", "NoReplicas");
        return role;
    }

    private void attached() {
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ProviderNode
                metadata: {name: own, namespace: default}
                spec: {dialect: OpenAIChat, baseUrl: "https://own.example/v1", models: [{id: m}]}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ModelAlias
                metadata: {name: alias, namespace: default}
                spec: {target: openai/gpt-5}
                ---
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: coder, namespace: default}
                spec: {secretName: coder}
                """);
        cluster.awaitCondition(ApiKey.class, "coder", "Ready", "True", "Ready");
        cluster.awaitCondition(ProviderNode.class, "own", "Accepted", "True", "Accepted");
        cluster.awaitCondition(ModelAlias.class, "alias", "Accepted", "True", "Accepted");
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: ApiKey
                metadata: {name: coder, namespace: default}
                spec: {secretName: moved}
                """);
        cluster.await(Secret.class, "coder", found -> found == null);
    }

    private void router(String gateway) {
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: main, namespace: default}
                spec: {gateway: %s}
                """.formatted(gateway));
    }

    private Map<String, Set<String>> used(String userAgent) {
        Map<String, Set<String>> used =
                Rules.of(cluster.requests(), request -> request.userAgent().contains(userAgent));
        // An apply of what is not there yet is a create as well, for the one who authorizes it; of a status it never
        // is.
        used.forEach((resource, verbs) -> {
            if (verbs.contains("patch") && !resource.endsWith("/status")) {
                verbs.add("create");
            }
        });
        return used;
    }

    /**
     * What {@code manifests/install-cluster-wide} grants: a test of the chart holds it to be what the chart grants, and that in one
     * namespace an operator has the same but for namespaces.
     */
    private List<PolicyRule> manifest() throws Exception {
        List<PolicyRule> rules = new ArrayList<>();
        for (String file : List.of("install/operator.yaml", "install-cluster-wide/rights.yaml")) {
            try (InputStream in = Files.newInputStream(MANIFESTS.resolve(file))) {
                for (HasMetadata object : cluster.client().load(in).items()) {
                    String name = object.getMetadata().getName();
                    if (object instanceof ClusterRole role && name.equals("ninerouter-operator")) {
                        rules.addAll(role.getRules());
                    } else if (object instanceof Role role && name.equals("ninerouter-operator-leader")) {
                        rules.addAll(role.getRules());
                    }
                }
            }
        }
        assertThat(rules).hasSizeGreaterThan(10);
        return rules;
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
