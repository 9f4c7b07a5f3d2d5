package io.ninerouter.quickstart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.ninerouter.api.v1alpha1.GatewayReplica;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.operator.OperatorApp;
import io.ninerouter.quickstart.api.hook.ApiRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the real operator makes of a Router's gateway on an API server. Pods there are none: the test plays their controller. */
@Timeout(180)
class OperatorWorkloadsTest {
    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            ServiceAccount.class,
            Role.class,
            RoleBinding.class,
            NetworkPolicy.class,
            Service.class,
            Deployment.class,
            PodDisruptionBudget.class,
            HorizontalPodAutoscaler.class);

    @TempDir
    Path folder;

    private Cluster cluster;
    private OperatorApp operator;

    @BeforeEach
    void start() throws Exception {
        cluster = Cluster.start(folder);
        operator = cluster.operator("one");
    }

    @AfterEach
    void stop() throws Exception {
        cluster.close();
    }

    @Test
    void makesEverythingAndTellsWhenItServes() {
        router("main", "{}");
        Deployment deployment = deployment(found -> true);

        assertThat(deployment.getSpec().getReplicas()).isEqualTo(2);
        cluster.await(Router.class, "main", found -> Cluster.has(found, "Ready", "False", "RollingOut"));
        FakeReplica replica = cluster.replica("main-gateway-a", "main");
        pods(deployment, 2, 2, 1);
        cluster.awaitCondition(Router.class, "main", "Ready", "True", "Ready");
        assertThat(replica).isNotNull();
        Router router = cluster.await(
                Router.class, "main", found -> found.getStatus().replicas().programmed() == 1);
        assertThat(router.getStatus().replicas().ready()).isEqualTo(1);
        cluster.awaitEvent("main", "RolledOut");

        // A second pod that serves but has not reported: nobody may say that it serves this.
        pods(deployment(found -> true), 2, 2, 2);
        cluster.awaitCondition(Router.class, "main", "Programmed", "False", "Pending");
        cluster.replica("main-gateway-b", "main");
        cluster.awaitCondition(Router.class, "main", "Ready", "True", "Ready");
    }

    @Test
    void writesNothingWhenNothingDiffers() throws Exception {
        router("main", "{autoscaling: {}, resources: {requests: {cpu: 1000m, memory: 1024Mi}}}");
        await(HorizontalPodAutoscaler.class, "main-gateway", found -> true);
        cluster.awaitConfig("main", found -> found.combos().isEmpty());
        int before = settled();

        // Rounds that have nothing to write to a cluster.
        cluster.account("openai", "openai");
        for (int i = 0; i < 5; i++) {
            cluster.combo("c" + i, "openai/gpt-5");
        }
        cluster.awaitConfig("main", found -> found.combos().size() == 5);
        assertThat(settled()).isEqualTo(before);

        operator.close();
        operator = cluster.operator("two");
        cluster.combo("last", "openai/gpt-5");
        cluster.awaitConfig("main", found -> found.combos().size() == 6);
        assertThat(settled()).isEqualTo(before);
    }

    @Test
    void repairsWhatItOwnsAndKeepsWhatOthersAdd() {
        router("main", "{}");
        deployment(found -> true);
        await(PodDisruptionBudget.class, "main-gateway", found -> true);

        edit(Deployment.class, found -> {
            found.getSpec().setReplicas(7);
            found.getMetadata().getAnnotations().put("team", "agents");
            found.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage("evil");
        });
        edit(NetworkPolicy.class, found -> found.getSpec().getEgress().clear());
        edit(Role.class, found -> found.getRules().getFirst().setResourceNames(List.of()));
        cluster.client().resource(named(ServiceAccount.class, "main-gateway")).delete();
        cluster.client().resource(named(Service.class, "main")).edit(found -> {
            ((Service) found).getMetadata().setLabels(Map.of("somebody", "else"));
            return found;
        });

        Deployment repaired = deployment(
                found -> found.getSpec().getReplicas() == 2 && image(found).equals(Cluster.GATEWAY_IMAGE));
        assertThat(repaired.getMetadata().getAnnotations()).containsEntry("team", "agents");
        await(
                NetworkPolicy.class,
                "main-gateway",
                found -> found.getSpec().getEgress().size() == 2);
        await(
                Role.class,
                "main-gateway",
                found -> found.getRules().getFirst().getResourceNames().equals(RouterSecrets.all("main")));
        await(ServiceAccount.class, "main-gateway", found -> true);
        Service service = await(
                Service.class, "main", found -> found.getMetadata().getLabels().containsKey("ninerouter.io/router"));
        assertThat(service.getMetadata().getLabels()).containsEntry("somebody", "else");
    }

    @Test
    void autoscalerDecidesAloneAndNoPodIsLostWhenItTakesOver() {
        router("main", "{replicas: 5}");
        deployment(found -> found.getSpec().getReplicas() == 5);
        int from = cluster.requests().size();

        router("main", "{autoscaling: {minReplicas: 2, maxReplicas: 9, targetInFlightRequests: 50}}");
        HorizontalPodAutoscaler scaler = await(HorizontalPodAutoscaler.class, "main-gateway", found -> true);
        deployment(found -> !ownsReplicas(found));
        assertThat(scaler.getSpec().getMaxReplicas()).isEqualTo(9);
        assertThat(deployment(found -> true).getSpec().getReplicas()).isEqualTo(5);
        assertThat(cluster.requests().stream().skip(from).toList())
                .filteredOn(request -> request.resource().equals("deployments")
                        && request.verb().equals("patch"))
                .hasSize(2);

        edit(Deployment.class, found -> found.getSpec().setReplicas(8));
        cluster.account("openai", "openai");
        cluster.awaitConfig("main", found -> found.connections().size() == 1);
        assertThat(deployment(found -> true).getSpec().getReplicas()).isEqualTo(8);

        router("main", "{replicas: 1}");
        deployment(found -> found.getSpec().getReplicas() == 1);
        awaitGone(HorizontalPodAutoscaler.class);
        awaitGone(PodDisruptionBudget.class);
    }

    @Test
    void kedaAndTheOperatorsOwnAutoscalerNeverStandTogether() {
        String keda = "{autoscaling: {scaler: ScaledObject, prometheus: {serverAddress: 'http://prometheus:9090'}}}";
        router("main", keda);

        // KEDA is not there: that is told, and an autoscaler decides meanwhile.
        await(HorizontalPodAutoscaler.class, "main-gateway", found -> true);
        Router told = cluster.awaitCondition(Router.class, "main", "Programmed", "False", "Unsupported");
        assertThat(Cluster.condition(told.getStatus(), "Programmed").message()).contains("keda.sh/v1alpha1");

        Definitions.scaledObjects(cluster);
        awaitScaledObject(true);
        awaitGone(HorizontalPodAutoscaler.class);
        cluster.await(Router.class, "main", found -> !Cluster.has(found, "Programmed", "False", "Unsupported"));
        List<ApiRequest> last = cluster.requests().stream()
                .filter(OperatorWorkloadsTest::isWrite)
                .filter(request ->
                        Set.of("horizontalpodautoscalers", "scaledobjects").contains(request.resource()))
                .toList();
        assertThat(last)
                .extracting(request -> request.verb() + " " + request.resource())
                .containsExactly(
                        "patch horizontalpodautoscalers", "delete horizontalpodautoscalers", "patch scaledobjects");

        // What KEDA's autoscaler sets stays.
        edit(Deployment.class, found -> found.getSpec().setReplicas(6));
        cluster.account("openai", "openai");
        cluster.awaitConfig("main", found -> found.connections().size() == 1);
        assertThat(deployment(found -> true).getSpec().getReplicas()).isEqualTo(6);

        router("main", "{autoscaling: {scaler: External}}");
        awaitScaledObject(false);
        assertThat(deployment(found -> true).getSpec().getReplicas()).isEqualTo(6);
        assertThat(named(HorizontalPodAutoscaler.class, "main-gateway")).isNull();
    }

    private void awaitScaledObject(boolean there) {
        cluster.client()
                .genericKubernetesResources("keda.sh/v1alpha1", "ScaledObject")
                .inNamespace("default")
                .withName("main-gateway")
                .waitUntilCondition(found -> there == (found != null), 60, TimeUnit.SECONDS);
    }

    @Test
    void takesNothingFromOthers() {
        cluster.apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: main, namespace: default}
                spec: {selector: {app: shop}, ports: [{name: http, port: 80, protocol: TCP}]}
                """);
        router("main", "{}");

        Router router = cluster.awaitCondition(Router.class, "main", "Ready", "False", "Conflict");
        assertThat(Cluster.condition(router.getStatus(), "Programmed").message())
                .isEqualTo("Service default/main belongs to someone else (expected: a name that is free)");
        assertThat(Cluster.condition(router.getStatus(), "Accepted").holds()).isTrue();
        assertThat(named(Service.class, "main").getSpec().getSelector()).isEqualTo(Map.of("app", "shop"));
        deployment(found -> true);
        cluster.awaitEvent("main", "Conflict");
    }

    @Test
    void gatewaysThatRunElsewhereNeedNothing() {
        router("main", "{replicas: 2}");
        deployment(found -> true);
        await(PodDisruptionBudget.class, "main-gateway", found -> true);

        router("main", "{replicas: 0}");
        KINDS.forEach(this::awaitGone);
        cluster.replica("elsewhere", "main");
        cluster.awaitCondition(Router.class, "main", "Ready", "True", "Ready");
    }

    @Test
    void deletedRouterTakesEverythingWithItAndSaysSo() {
        router("main", "{autoscaling: {}}");
        router("other", "{}");
        await(HorizontalPodAutoscaler.class, "main-gateway", found -> true);
        await(PodDisruptionBudget.class, "other-gateway", found -> true);

        cluster.client()
                .resources(Router.class)
                .inNamespace("default")
                .withName("main")
                .delete();

        cluster.awaitEvent("main", "Deleted");
        KINDS.forEach(this::awaitGone);
        assertThat(named(Service.class, "other")).isNotNull();
        assertThat(named(Deployment.class, "other-gateway")).isNotNull();
    }

    @Test
    void reportBelongsToItsPod() {
        router("main", "{replicas: 0}");
        cluster.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: main-gateway-a, namespace: default}
                spec: {containers: [{name: gateway, image: x}]}
                """);
        Pod pod = named(Pod.class, "main-gateway-a");
        Gateways gateways = Gateways.startIn(cluster, pod);
        try {
            GatewayReplica replica = await(
                    GatewayReplica.class,
                    "main-gateway-a",
                    found -> !found.getMetadata().getOwnerReferences().isEmpty());
            OwnerReference owner = replica.getMetadata().getOwnerReferences().getFirst();
            assertThat(List.of(owner.getApiVersion(), owner.getKind(), owner.getName(), owner.getUid()))
                    .containsExactly(
                            "v1", "Pod", "main-gateway-a", pod.getMetadata().getUid());
            // Setting it would take a right on the finalizers of pods.
            assertThat(owner.getBlockOwnerDeletion()).isNull();
            cluster.awaitCondition(Router.class, "main", "Ready", "True", "Ready");
        } finally {
            gateways.close();
        }
        cluster.await(GatewayReplica.class, "main-gateway-a", found -> found == null);
    }

    @Test
    void podsThatCannotBeMadeAreTold() {
        router("main", "{image: 'no/such:image'}");
        Deployment deployment = deployment(found -> image(found).equals("no/such:image"));
        DeploymentBuilder stuck = new DeploymentBuilder(deployment)
                .withStatus(new DeploymentStatusBuilder()
                        .withObservedGeneration(deployment.getMetadata().getGeneration())
                        .withReplicas(2)
                        .withUpdatedReplicas(2)
                        .addNewCondition()
                        .withType("Progressing")
                        .withStatus("False")
                        .withReason("ProgressDeadlineExceeded")
                        .withMessage("ReplicaSet \"main-gateway-1\" has timed out progressing.")
                        .endCondition()
                        .build());
        cluster.client().resource(stuck.build()).patchStatus();

        Router router = cluster.awaitCondition(Router.class, "main", "Ready", "False", "RolloutFailed");
        assertThat(Cluster.condition(router.getStatus(), "Ready").message())
                .isEqualTo("ProgressDeadlineExceeded: ReplicaSet \"main-gateway-1\" has timed out progressing.");
        cluster.awaitEvent("main", "RolloutFailed");
    }

    @Test
    void podMonitorComesAndGoesWithItsDefinition() {
        router("main", "{}");
        deployment(found -> true);
        Definitions.podMonitors(cluster);
        var monitors = cluster.client().genericKubernetesResources("monitoring.coreos.com/v1", "PodMonitor");
        monitors.inNamespace("default")
                .withName("main-gateway")
                .waitUntilCondition(found -> found != null, 60, TimeUnit.SECONDS);
        monitors.inNamespace("default").withName("main-gateway").delete();
        monitors.inNamespace("default")
                .withName("main-gateway")
                .waitUntilCondition(found -> found != null, 60, TimeUnit.SECONDS);
        router("main", "{replicas: 0}");
        monitors.inNamespace("default")
                .withName("main-gateway")
                .waitUntilCondition(found -> found == null, 60, TimeUnit.SECONDS);
    }

    private void router(String name, String gateway) {
        cluster.apply("""
                apiVersion: ninerouter.io/v1alpha1
                kind: Router
                metadata: {name: %s, namespace: default}
                spec: {gateway: %s}
                """.formatted(name, gateway));
    }

    private Deployment deployment(Predicate<Deployment> condition) {
        return await(Deployment.class, "main-gateway", condition);
    }

    private <T extends HasMetadata> T await(Class<T> type, String name, Predicate<T> condition) {
        return cluster.await(type, name, found -> found != null && condition.test(found));
    }

    private <T extends HasMetadata> void awaitGone(Class<T> type) {
        cluster.await(type, type == Service.class ? "main" : "main-gateway", found -> found == null);
    }

    private <T extends HasMetadata> T named(Class<T> type, String name) {
        return cluster.client()
                .resources(type)
                .inNamespace("default")
                .withName(name)
                .get();
    }

    private <T extends HasMetadata> void edit(Class<T> type, Consumer<T> change) {
        cluster.client()
                .resources(type)
                .inNamespace("default")
                .withName("main-gateway")
                .edit(found -> {
                    change.accept(found);
                    return found;
                });
    }

    /** As the Deployment's controller tells it. */
    private void pods(Deployment deployment, int all, int updated, int ready) {
        cluster.client()
                .resource(new DeploymentBuilder(deployment)
                        .withStatus(new DeploymentStatusBuilder()
                                .withObservedGeneration(deployment.getMetadata().getGeneration())
                                .withReplicas(all)
                                .withUpdatedReplicas(updated)
                                .withReadyReplicas(ready)
                                .withAvailableReplicas(ready)
                                .build())
                        .build())
                .patchStatus();
    }

    /** Writes of the operator to the objects of gateways so far. */
    private int settled() {
        Set<String> plurals = Set.of(
                "serviceaccounts",
                "roles",
                "rolebindings",
                "networkpolicies",
                "services",
                "deployments",
                "poddisruptionbudgets",
                "horizontalpodautoscalers");
        return (int) cluster.requests().stream()
                .filter(request -> plurals.contains(request.resource()))
                .filter(OperatorWorkloadsTest::isWrite)
                .count();
    }

    private static boolean isWrite(ApiRequest request) {
        return Set.of("create", "update", "patch", "delete").contains(request.verb());
    }

    private static boolean ownsReplicas(Deployment deployment) {
        return io.ninerouter.operator.kube.Kube.applies(deployment, "f:spec", "f:replicas");
    }

    private static String image(Deployment deployment) {
        return deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
    }
}
