package io.ninerouter.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ninerouter.operator.compile.World;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What each field of {@code spec.gateway} does. */
class WorkloadsTest {
    private static final String POD = "/spec/template/spec";
    private static final String CONTAINER = POD + "/containers/0";

    /** Where a spec shows: kind, JSON pointer, expected value as YAML; empty = the field, or the object, is not there. */
    private record Case(String what, String spec, Platform platform, String kind, String pointer, String expected) {}

    private static Case deployment(String what, String gateway, String pointer, String expected) {
        return on(what, gateway, "Deployment", pointer, expected);
    }

    private static final String KEDA =
            "{autoscaling: {scaler: ScaledObject, maxReplicas: 5, targetInFlightRequests: 50,"
                    + " prometheus: {serverAddress: 'http://prom:9090', triggerAuthentication: prom}}}";

    private static Case keda(String what, String gateway, String kind, String pointer, String expected) {
        Platform platform = new Platform(Gateway.IMAGE, false, true, true, Map.of());
        return new Case(what, "{gateway: " + gateway + "}", platform, kind, pointer, expected);
    }

    private static Case on(String what, String gateway, String kind, String pointer, String expected) {
        return new Case(what, "{gateway: " + gateway + "}", Gateway.PLAIN, kind, pointer, expected);
    }

    @TestFactory
    Stream<DynamicTest> fields() {
        return Stream.of(pods(), network(), scaling(), monitoring())
                .flatMap(List::stream)
                .map(one -> DynamicTest.dynamicTest(one.what(), () -> check(one)));
    }

    private static void check(Case one) {
        Map<String, JsonNode> objects = Gateway.rendered(one.spec(), one.platform());
        JsonNode object = objects.getOrDefault(one.kind(), MissingNode.getInstance());
        JsonNode found = one.pointer().isEmpty() ? object : object.at(one.pointer());
        if (one.expected().isEmpty()) {
            assertThat(found.isMissingNode()).as(found.toString()).isTrue();
        } else {
            // Members have no order; numbers are read anew, so that of one value there is one kind of node.
            assertThat(Gateway.yaml(found.toString())).isEqualTo(Gateway.yaml(one.expected()));
        }
    }

    private static List<Case> pods() {
        String added = "{podTemplate: {labels: {team: a, app.kubernetes.io/name: mine}, annotations: {note: b},"
                + " nodeSelector: {disk: ssd}, tolerations: [{key: gpu, operator: Exists}],"
                + " affinity: {nodeAffinity: {}}, imagePullSecrets: [{name: registry}],"
                + " topologySpreadConstraints: [{maxSkew: 2, topologyKey: rack, whenUnsatisfiable: DoNotSchedule}]}}";
        return List.of(
                deployment("two pods by default", "{}", "/spec/replicas", "2"),
                deployment("as many as asked", "{replicas: 7}", "/spec/replicas", "7"),
                deployment("none: run elsewhere", "{replicas: 0}", "", ""),
                deployment("autoscaling owns replicas", "{autoscaling: {}}", "/spec/replicas", ""),
                deployment("image of the release", "{}", CONTAINER + "/image", Gateway.IMAGE),
                deployment("blank is no image", "{image: ' '}", CONTAINER + "/image", Gateway.IMAGE),
                deployment("image of the user", "{image: 'my/gw:2'}", CONTAINER + "/image", "'my/gw:2'"),
                deployment(
                        "default resources",
                        "{resources: {}}",
                        CONTAINER + "/resources",
                        "{limits: {memory: 1Gi}, requests: {cpu: 500m, memory: 512Mi}}"),
                deployment(
                        "resources of the user replace all",
                        "{resources: {limits: {memory: 256Mi}}}",
                        CONTAINER + "/resources",
                        "{limits: {memory: 256Mi}}"),
                deployment(
                        "variables of the user come after ours",
                        "{podTemplate: {env: [{name: OTEL_EXPORTER_OTLP_ENDPOINT, value: 'http://collector:4318'}]}}",
                        CONTAINER + "/env/5",
                        "{name: OTEL_EXPORTER_OTLP_ENDPOINT, value: 'http://collector:4318'}"),
                deployment(
                        "and do not replace them",
                        "{podTemplate: {env: [{name: POD_NAME, value: x}]}}",
                        CONTAINER + "/env/5",
                        ""),
                deployment("labels are added", added, "/spec/template/metadata/labels/team", "a"),
                deployment(
                        "the selector's labels stay",
                        added,
                        "/spec/template/metadata/labels/app.kubernetes.io~1name",
                        "ninerouter-gateway"),
                deployment("annotations", added, "/spec/template/metadata/annotations", "{note: b}"),
                deployment("node selector", added, POD + "/nodeSelector", "{disk: ssd}"),
                deployment("tolerations", added, POD + "/tolerations", "[{key: gpu, operator: Exists}]"),
                deployment("affinity", added, POD + "/affinity", "{nodeAffinity: {}}"),
                deployment("pull secrets", added, POD + "/imagePullSecrets", "[{name: registry}]"),
                deployment(
                        "constraints of the user replace ours",
                        added,
                        POD + "/topologySpreadConstraints",
                        "[{maxSkew: 2, topologyKey: rack, whenUnsatisfiable: DoNotSchedule}]"),
                deployment(
                        "spread over nodes",
                        "{}",
                        POD + "/topologySpreadConstraints/0/topologyKey",
                        "kubernetes.io/hostname"),
                deployment(
                        "spread over zones",
                        "{}",
                        POD + "/topologySpreadConstraints/1/topologyKey",
                        "topology.kubernetes.io/zone"),
                deployment(
                        "never fewer pods", "{}", "/spec/strategy/rollingUpdate", "{maxSurge: 1, maxUnavailable: 0}"),
                deployment("five minutes to end", "{}", POD + "/terminationGracePeriodSeconds", "330"),
                deployment("told to the gateway", "{}", CONTAINER + "/env/4/value", "300s"));
    }

    private static List<Case> network() {
        return List.of(
                on("port 80", "{}", "Service", "/spec/ports/0/port", "80"),
                on("another port", "{service: {port: 8443}}", "Service", "/spec/ports/0/port", "8443"),
                on("inside", "{}", "Service", "/spec/type", "ClusterIP"),
                on("outside", "{service: {type: LoadBalancer}}", "Service", "/spec/type", "LoadBalancer"),
                on("families are the cluster's choice", "{}", "Service", "/spec/ipFamilyPolicy", ""),
                on("and none is named", "{}", "Service", "/spec/ipFamilies", ""),
                on(
                        "both families",
                        "{service: {ipFamilyPolicy: PreferDualStack, ipFamilies: [IPv6, IPv4]}}",
                        "Service",
                        "/spec/ipFamilies",
                        "[IPv6, IPv4]"),
                on(
                        "where there are both",
                        "{service: {ipFamilyPolicy: PreferDualStack}}",
                        "Service",
                        "/spec/ipFamilyPolicy",
                        "PreferDualStack"),
                on("to the named port", "{}", "Service", "/spec/ports/0/targetPort", "http"),
                on("run elsewhere", "{replicas: 0}", "Service", "", ""),
                on(
                        "callers from anywhere",
                        "{}",
                        "NetworkPolicy",
                        "/spec/ingress/0",
                        "{ports: [{port: 8080, protocol: TCP}]}"),
                on(
                        "metrics from the cluster",
                        "{}",
                        "NetworkPolicy",
                        "/spec/ingress/1/from",
                        "[{namespaceSelector: {}}]"),
                on(
                        "names, at the ports of whatever answers behind the Service",
                        "{}",
                        "NetworkPolicy",
                        "/spec/egress/0/ports",
                        "[{port: 53, protocol: UDP}, {port: 53, protocol: TCP}, {port: 5353, protocol: UDP}, {port: 5353,"
                                + " protocol: TCP}, {port: 8053, protocol: UDP}, {port: 8053, protocol: TCP}]"),
                on(
                        "API server and providers",
                        "{}",
                        "NetworkPolicy",
                        "/spec/egress/1",
                        "{ports: [{port: 443, protocol: TCP}, {port: 6443, protocol: TCP}, {port: 8443, protocol:"
                                + " TCP}, {port: 16443, protocol: TCP}]}"));
    }

    private static List<Case> scaling() {
        String share = "[{resource: {name: cpu, target: {averageUtilization: 70, type: Utilization}}, type: Resource}]";
        String core = "[{resource: {name: cpu, target: {averageValue: '1', type: AverageValue}}, type: Resource}]";
        String hpa = "HorizontalPodAutoscaler";
        return List.of(
                on("no autoscaler by default", "{}", hpa, "", ""),
                on("least", "{autoscaling: {}}", hpa, "/spec/minReplicas", "2"),
                on("most", "{autoscaling: {}}", hpa, "/spec/maxReplicas", "10"),
                on("asked for", "{autoscaling: {minReplicas: 3, maxReplicas: 4}}", hpa, "/spec/maxReplicas", "4"),
                on("by CPU", "{autoscaling: {}}", hpa, "/spec/metrics", share),
                on(
                        "requests say nothing of CPU",
                        "{autoscaling: {}, resources: {limits: {memory: 1Gi}}}",
                        hpa,
                        "/spec/metrics",
                        core),
                new Case(
                        "by load where it can be told",
                        "{gateway: {autoscaling: {targetInFlightRequests: 50}}}",
                        new Platform(Gateway.IMAGE, false, true),
                        hpa,
                        "/spec/metrics/0",
                        "{pods: {metric: {name: ninerouter_requests_in_flight}, target: {averageValue: '50', type:"
                                + " AverageValue}}, type: Pods}"),
                on("no autoscaler beside somebody else's", "{autoscaling: {scaler: External}}", hpa, "", ""),
                deployment("which owns replicas as well", "{autoscaling: {scaler: External}}", "/spec/replicas", ""),
                on("an autoscaler as long as KEDA is not there", KEDA, hpa, "/spec/maxReplicas", "5"),
                on("nor its kind", KEDA, "ScaledObject", "", ""),
                keda("no autoscaler beside KEDA's", KEDA, hpa, "", ""),
                keda("KEDA owns replicas", KEDA, "Deployment", "/spec/replicas", ""),
                keda(
                        "of the gateways",
                        KEDA,
                        "ScaledObject",
                        "/spec/scaleTargetRef",
                        "{apiVersion: apps/v1, kind: Deployment, name: main-gateway}"),
                keda("at least", KEDA, "ScaledObject", "/spec/minReplicaCount", "2"),
                keda("at most", KEDA, "ScaledObject", "/spec/maxReplicaCount", "5"),
                keda(
                        "by what Prometheus says of this Router",
                        KEDA,
                        "ScaledObject",
                        "/spec/triggers/0",
                        "{authenticationRef: {name: prom}, metadata: {ignoreNullValues: 'false', query:"
                                + " 'sum(ninerouter_requests_in_flight{namespace=\"ai\",router=\"main\"})', serverAddress:"
                                + " 'http://prom:9090', threshold: '50'}, metricType: AverageValue, type: prometheus}"),
                keda(
                        "and by CPU",
                        KEDA,
                        "ScaledObject",
                        "/spec/triggers/1",
                        "{metadata: {value: '70'}, metricType: Utilization, type: cpu}"),
                keda(
                        "which pods have to request",
                        KEDA.replace("{autoscaling", "{resources: {limits: {memory: 1Gi}}, autoscaling"),
                        "ScaledObject",
                        "/spec/triggers/1",
                        ""),
                keda("only where it is asked for", "{autoscaling: {}}", "ScaledObject", "", ""),
                keda("and here", "{replicas: 0}", "ScaledObject", "", ""),
                on("one may be missing", "{}", "PodDisruptionBudget", "/spec/maxUnavailable", "1"),
                on("of one none can be kept", "{replicas: 1}", "PodDisruptionBudget", "", ""),
                on(
                        "autoscaled to one",
                        "{autoscaling: {minReplicas: 1, maxReplicas: 1}}",
                        "PodDisruptionBudget",
                        "",
                        ""),
                on(
                        "autoscaled from one",
                        "{autoscaling: {minReplicas: 1}}",
                        "PodDisruptionBudget",
                        "/kind",
                        "PodDisruptionBudget"));
    }

    private static List<Case> monitoring() {
        return List.of(
                on("no such kind", "{}", "PodMonitor", "", ""),
                new Case(
                        "found by itself",
                        "{}",
                        new Platform(Gateway.IMAGE, true, false),
                        "PodMonitor",
                        "/spec/podMetricsEndpoints/0/port",
                        "management"),
                new Case(
                        "told apart by Router",
                        "{}",
                        new Platform(Gateway.IMAGE, true, false),
                        "PodMonitor",
                        "/spec/podMetricsEndpoints/0/relabelings/0/targetLabel",
                        "router"),
                new Case(
                        "selected by the labels of the cluster's Prometheus",
                        "{}",
                        new Platform(Gateway.IMAGE, true, false, false, Map.of("release", "prometheus", "app", "x")),
                        "PodMonitor",
                        "/metadata/labels/release",
                        "prometheus"),
                new Case(
                        "whose labels do not replace ours",
                        "{}",
                        new Platform(Gateway.IMAGE, true, false, false, Map.of("app.kubernetes.io/name", "x")),
                        "PodMonitor",
                        "/metadata/labels/app.kubernetes.io~1name",
                        "ninerouter-gateway"),
                new Case("no image is known", "{}", new Platform(null, true, true), "Deployment", "", ""));
    }

    @Test
    void networkPolicyLetsOutToThePortsOfTheProviders() {
        World world = World.with("openai")
                .endpoint("vllm", "vllm", "qwen")
                .account("vllm", "vllm")
                .connection(
                        "ollama",
                        "{provider: ollama-local, auth: {none: {}}, settings: {baseUrl: 'http://ollama.svc:11434'}}")
                .secret("cf", "api-key", "v")
                .connection(
                        "cf",
                        "{provider: cloudflare-ai, auth: {apiKey: {secretRef: {name: cf}}},"
                                + " settings: {accountId: 0123456789abcdef0123456789abcdef}}");
        JsonNode policy = Gateway.yaml("{}");
        for (var object : Gateway.objects("{}", Gateway.PLAIN, world)) {
            if (object.getKind().equals("NetworkPolicy")) {
                policy = new com.fasterxml.jackson.databind.ObjectMapper().valueToTree(object);
            }
        }
        assertThat(policy.at("/spec/egress/1/ports").findValuesAsText("port"))
                .containsExactly("80", "443", "6443", "8443", "11434", "16443");
    }

    @Test
    void networkPolicyLetsOutToProxies() {
        World world = World.with("openai")
                .secret("s", "api-key", "a-key")
                .connection(
                        "own",
                        "{provider: openai, auth: {apiKey: {secretRef: {name: s}}}, egress: {proxy: {https: 'https://own.proxy:8888'}}}");
        String spec = "{gateway: {podTemplate: {env: [{name: ALL_PROXY, value: 'proxy:9999'}]}},"
                + " egress: {proxy: {https: 'http://all.proxy:3128', http: 'socks5h://all.proxy'}}}";
        JsonNode policy = Gateway.yaml("{}");
        for (var object : Gateway.objects(spec, Gateway.PLAIN, world)) {
            if (object.getKind().equals("NetworkPolicy")) {
                policy = new com.fasterxml.jackson.databind.ObjectMapper().valueToTree(object);
            }
        }
        assertThat(policy.at("/spec/egress/1/ports").findValuesAsText("port"))
                .containsExactly("443", "1080", "3128", "6443", "8443", "8888", "9999", "16443");
    }

    @Test
    void networkPolicyLetsOutToTheCollectorOfTraces() {
        assertThat(egress("http://collector:4318")).contains("4318");
        assertThat(egress("http://collector/v1")).contains("80");
        assertThat(egress("$(HOST):4318 ")).isEqualTo(egress(""));
    }

    private static List<String> egress(String collector) {
        String spec =
                "{gateway: {podTemplate: {env: [{name: OTEL_EXPORTER_OTLP_ENDPOINT, value: '" + collector + "'}]}}}";
        return Gateway.rendered(spec, Gateway.PLAIN)
                .get("NetworkPolicy")
                .at("/spec/egress/1/ports")
                .findValuesAsText("port");
    }

    @Test
    void roleNamesExactlyTheSecretsOfTheRouter() {
        JsonNode rules = Gateway.rendered("{}", Gateway.PLAIN).get("Role").path("rules");

        assertThat(rules.toString()).isEqualTo(Gateway.yaml("""
                        - apiGroups: [""]
                          resourceNames: [main-config, main-credentials, main-signals, main-config-0, main-config-1,
                                          main-config-2, main-config-3, main-config-4, main-config-5, main-config-6,
                                          main-config-7, main-config-8, main-config-9, main-config-10, main-config-11,
                                          main-config-12, main-config-13, main-config-14, main-config-15,
                                          main-credentials-0, main-credentials-1, main-credentials-2, main-credentials-3,
                                          main-credentials-4, main-credentials-5, main-credentials-6, main-credentials-7,
                                          main-credentials-8, main-credentials-9, main-credentials-10, main-credentials-11,
                                          main-credentials-12, main-credentials-13, main-credentials-14,
                                          main-credentials-15]
                          resources: [secrets]
                          verbs: [get, list, watch]
                        - apiGroups: [ninerouter.io]
                          resources: [gatewayreplicas]
                          verbs: [create, patch, delete]
                        - apiGroups: [ninerouter.io]
                          resources: [gatewayreplicas/status]
                          verbs: [patch]
                        """).toString());
    }

    @TestFactory
    Stream<DynamicTest> timeToEndFollowsTheTimeoutsInSteps() {
        return Stream.of(
                        Map.entry("{}", "300s"),
                        Map.entry("{firstByte: 200s}", "300s"),
                        Map.entry("{firstByte: 300s}", "600s"),
                        Map.entry("{firstByte: 1h, idle: 1h}", "3600s"))
                .map(one -> DynamicTest.dynamicTest(
                        one.getKey(),
                        () -> assertThat(Gateway.rendered("{timeouts: " + one.getKey() + "}", Gateway.PLAIN)
                                        .get("Deployment")
                                        .at(CONTAINER + "/env/4/value")
                                        .asText())
                                .isEqualTo(one.getValue())));
    }

    @Test
    void sameInputMakesTheSameWords() {
        assertThat(Gateway.rendered("{}", Gateway.PLAIN)).isEqualTo(Gateway.rendered("{}", Gateway.PLAIN));
        assertThat(applied("{gateway: {replicas: 3}}")).isNotEqualTo(applied("{}"));
    }

    private static String applied(String spec) {
        return Gateway.rendered(spec, Gateway.PLAIN)
                .get("Deployment")
                .at("/metadata/annotations/ninerouter.io~1applied")
                .asText();
    }
}
