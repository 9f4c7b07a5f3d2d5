package io.ninerouter.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.ninerouter.operator.compile.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The objects of a Router with defaults, word by word, and the rules that a cluster holds them to. */
class GoldenWorkloadsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/workload/default.yaml");
    private static final Platform EVERYTHING = new Platform(Gateway.IMAGE, true, true);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** {@code -Dgolden=update} writes it anew. */
    @Test
    void defaultRouterIsMadeAsWritten() throws Exception {
        StringBuilder text = new StringBuilder();
        for (HasMetadata object : Gateway.objects("{}", EVERYTHING, World.with("openai"))) {
            text.append(YAML.writeValueAsString(JSON.convertValue(JSON.valueToTree(object), Map.class)));
        }
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(GOLDEN, text);
        }
        assertThat(text.toString()).isEqualTo(Files.readString(GOLDEN));
    }

    /** Read back, nothing is left over that the model does not know. */
    @TestFactory
    Stream<DynamicTest> kubernetesKnowsEveryField() {
        return Gateway.objects("{gateway: {autoscaling: {}}}", EVERYTHING, World.with("openai")).stream()
                .filter(object -> !object.getKind().equals(OptionalKind.POD_MONITOR.kind()))
                .map(object -> DynamicTest.dynamicTest(object.getKind(), () -> {
                    JsonNode written = JSON.valueToTree(object);
                    Object read = Serialization.unmarshal(written.toString());
                    assertThat(read).isInstanceOf(HasMetadata.class);
                    assertThat(unknown("", read)).isEmpty();
                    assertThat((JsonNode) JSON.valueToTree(read)).isEqualTo(written);
                }));
    }

    @Test
    void theCheckFindsAFieldThatKubernetesDoesNotKnow() {
        Object pod = Serialization.unmarshal(
                "{apiVersion: v1, kind: Pod, spec: {containers: [{nam: x}]}}"
                        .replace("{apiVersion", "---\n{apiVersion"),
                Pod.class);
        assertThat(unknown("", pod)).containsExactly(".spec.containers[0].nam");
    }

    /** The rules of {@code restricted}, as the Pod Security Standards name them. */
    @Test
    void podsKeepToPodSecurityRestricted() {
        JsonNode pod = Gateway.rendered("{}", Gateway.PLAIN).get("Deployment").at("/spec/template/spec");

        for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
            assertThat(pod.path(host).asBoolean(false)).as(host).isFalse();
        }
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(pod.path("initContainers").size()).isZero();
        pod.path("volumes")
                .forEach(volume -> assertThat(volume.has("emptyDir")
                                || volume.has("projected")
                                || volume.has("secret")
                                || volume.has("configMap"))
                        .as(volume.toString())
                        .isTrue());
        assertThat(pod.path("containers")).hasSize(1);
        pod.path("containers").forEach(container -> {
            JsonNode security = container.path("securityContext");
            assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(security.path("privileged").asBoolean(false)).isFalse();
            assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(security.at("/capabilities/drop").toString()).isEqualTo("[\"ALL\"]");
            assertThat(security.at("/capabilities/add").isMissingNode()).isTrue();
            assertThat(security.has("runAsUser")).isFalse();
            assertThat(security.has("procMount")).isFalse();
            container
                    .path("ports")
                    .forEach(port -> assertThat(port.has("hostPort")).isFalse());
        });
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    }

    /** Paths of what a model object keeps as additional properties. */
    private static List<String> unknown(String path, Object value) {
        JsonNode written = JSON.valueToTree(value);
        return unknown(path, value, written);
    }

    private static List<String> unknown(String path, Object value, JsonNode written) {
        List<String> found = new java.util.ArrayList<>();
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                found.addAll(unknown(path + "[" + i + "]", list.get(i), written));
            }
            return found;
        }
        if (value == null || !value.getClass().getName().startsWith("io.fabric8.kubernetes.api.model")) {
            return found;
        }
        for (var method : value.getClass().getMethods()) {
            if (method.getParameterCount() != 0 || !method.getName().startsWith("get") || method.isBridge()) {
                continue;
            }
            try {
                Object part = method.invoke(value);
                if (method.getName().equals("getAdditionalProperties")) {
                    ((Map<?, ?>) part).keySet().forEach(key -> found.add(path + "." + key));
                } else if (!(part instanceof Class<?>)) {
                    String name = method.getName().substring(3);
                    String field = Character.toLowerCase(name.charAt(0)) + name.substring(1);
                    found.addAll(unknown(path + "." + field, part, written));
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(method.toString(), e);
            }
        }
        return found;
    }
}
