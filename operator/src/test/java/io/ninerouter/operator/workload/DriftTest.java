package io.ninerouter.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.ninerouter.operator.compile.World;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DriftTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SPEC = "{gateway: {resources: {requests: {cpu: 1000m}}}}";

    private record Case<T extends HasMetadata>(String what, Class<T> type, boolean settled, Consumer<T> edit) {}

    private static Case<Deployment> kept(String what, Consumer<Deployment> edit) {
        return new Case<>(what, Deployment.class, true, edit);
    }

    private static Case<Deployment> repaired(String what, Consumer<Deployment> edit) {
        return new Case<>(what, Deployment.class, false, edit);
    }

    @TestFactory
    Stream<DynamicTest> edits() {
        return Stream.of(
                        kept("nothing", found -> {}),
                        kept("a default of the server", found -> pod(found).setRestartPolicy("Always")),
                        kept(
                                "a foreign annotation",
                                found -> found.getMetadata()
                                        .getAnnotations()
                                        .put("deployment.kubernetes.io/revision", "1")),
                        kept(
                                "a foreign label",
                                found -> found.getMetadata().getLabels().put("team", "a")),
                        kept(
                                "a foreign sidecar in front",
                                found -> pod(found)
                                        .getContainers()
                                        .addFirst(new ContainerBuilder()
                                                .withName("proxy")
                                                .build())),
                        kept(
                                "a second owner",
                                found -> found.getMetadata()
                                        .getOwnerReferences()
                                        .add(new OwnerReferenceBuilder()
                                                .withUid("other")
                                                .build())),
                        kept(
                                "a quantity in the server's words",
                                found -> pod(found)
                                        .getContainers()
                                        .getFirst()
                                        .getResources()
                                        .setRequests(Map.of("cpu", new Quantity("1")))),
                        kept(
                                "a status",
                                found -> found.setStatus(new io.fabric8.kubernetes.api.model.apps.DeploymentStatus())),
                        repaired(
                                "another number of pods",
                                found -> found.getSpec().setReplicas(9)),
                        repaired(
                                "another image",
                                found -> pod(found).getContainers().getFirst().setImage("x")),
                        repaired(
                                "another quantity",
                                found -> pod(found)
                                        .getContainers()
                                        .getFirst()
                                        .getResources()
                                        .setRequests(Map.of("cpu", new Quantity("2")))),
                        repaired(
                                "a label that is gone",
                                found -> found.getMetadata().getLabels().remove("app.kubernetes.io/part-of")),
                        repaired(
                                "our owner that is gone",
                                found -> found.getMetadata().setOwnerReferences(List.of())),
                        repaired(
                                "other words were asked for",
                                found -> found.getMetadata().getAnnotations().put(Drift.APPLIED, "older")),
                        repaired("a volume that is gone", found -> pod(found).setVolumes(List.of())),
                        new Case<>(
                                "a door in the policy",
                                NetworkPolicy.class,
                                false,
                                found -> found.getSpec()
                                        .getEgress()
                                        .getLast()
                                        .getPorts()
                                        .add(new io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort())))
                .map(one -> DynamicTest.dynamicTest(one.what(), () -> check(one)));
    }

    @Test
    void fingerprintTellsAnEditFromAStatus() throws Exception {
        Deployment before = find(Deployment.class);
        Deployment after = copy(before, Deployment.class);
        after.getMetadata().setResourceVersion("7");
        after.setStatus(new io.fabric8.kubernetes.api.model.apps.DeploymentStatus());
        assertThat(Drift.fingerprint(after)).isEqualTo(Drift.fingerprint(before));
        after.getSpec().setPaused(true);
        assertThat(Drift.fingerprint(after)).isNotEqualTo(Drift.fingerprint(before));
    }

    private static <T extends HasMetadata> void check(Case<T> one) throws Exception {
        T desired = find(one.type());
        T live = copy(desired, one.type());
        one.edit().accept(live);
        assertThat(Drift.isSettled(live, desired)).isEqualTo(one.settled());
    }

    private static <T extends HasMetadata> T find(Class<T> type) {
        return Gateway.objects(SPEC, Gateway.PLAIN, World.with("openai")).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    private static <T> T copy(T object, Class<T> type) throws Exception {
        return JSON.readValue(JSON.writeValueAsString(object), type);
    }

    private static io.fabric8.kubernetes.api.model.PodSpec pod(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec();
    }
}
