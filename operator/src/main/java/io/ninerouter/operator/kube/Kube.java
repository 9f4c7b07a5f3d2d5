package io.ninerouter.operator.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.ninerouter.config.SecretText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The calls that all parts of the operator make in one way. */
public final class Kube {
    /** Field manager of everything that the operator applies. */
    public static final String MANAGER = "ninerouter-operator";

    /** Label that says who manages an object. */
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    /** HTTP status: it does not exist. */
    public static final int NOT_FOUND = 404;

    /** HTTP status: it exists already, or has changed meanwhile. */
    public static final int CONFLICT = 409;

    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(MANAGER)
            .withForce(true)
            .build();

    /** Manager of the one field that we let go of without wanting it to fall back to its default. */
    private static final String SCALE_MANAGER = MANAGER + "-scale";

    private static final PatchContext APPLY_NEW = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(MANAGER)
            .build();

    private static final PatchContext APPLY_SCALE = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(SCALE_MANAGER)
            .withForce(true)
            .build();

    /** Manager of the usage in a status, which is written at another time than the rest. */
    private static final String USAGE_MANAGER = MANAGER + "-usage";

    private static final PatchContext APPLY_USAGE = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(USAGE_MANAGER)
            .withForce(true)
            .build();

    private Kube() {}

    /** Applies an object of our own; what others have added to it stays. */
    public static <T extends HasMetadata> T apply(KubernetesClient client, T object) {
        return client.resource(object).patch(APPLY);
    }

    /** Applies an object that was not there a moment ago: 409 when somebody else has made it meanwhile. */
    public static <T extends HasMetadata> T applyNew(KubernetesClient client, T object) {
        return client.resource(object).patch(APPLY_NEW);
    }

    /** Takes the number of pods of a Deployment, as it is, over from the manager of everything else. */
    public static void applyScale(KubernetesClient client, Deployment live) {
        Deployment scale = new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(live.getMetadata().getNamespace())
                .withName(live.getMetadata().getName())
                .endMetadata()
                .withNewSpec()
                .withReplicas(live.getSpec().getReplicas())
                .endSpec()
                .build();
        client.resource(scale).patch(APPLY_SCALE);
    }

    /** Whether a field, such as {@code f:spec}, {@code f:replicas}, stands in an object because we apply it. */
    public static boolean applies(HasMetadata object, String... path) {
        return object.getMetadata().getManagedFields().stream()
                .filter(entry -> MANAGER.equals(entry.getManager()) && "Apply".equals(entry.getOperation()))
                .filter(entry -> entry.getFieldsV1() != null)
                .anyMatch(entry -> contains(entry.getFieldsV1().getAdditionalProperties(), path));
    }

    private static boolean contains(Map<?, ?> fields, String... path) {
        Object found = fields;
        for (String step : path) {
            found = found instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return found != null;
    }

    /** Applies a status: {@code object} holds name, namespace and the whole status, nothing else. */
    public static <T extends HasMetadata> T applyStatus(KubernetesClient client, T object) {
        return client.resource(object).subresource("status").patch(APPLY);
    }

    /** Applies what a status tells of usage: {@code object} holds name, namespace and that alone. Who writes the rest leaves it. */
    public static void applyUsage(KubernetesClient client, GenericKubernetesResource object) {
        client.genericKubernetesResources(object.getApiVersion(), object.getKind())
                .inNamespace(object.getMetadata().getNamespace())
                .resource(object)
                .subresource("status")
                .patch(APPLY_USAGE);
    }

    /** Makes an object the owner: what it owns goes with it. */
    public static OwnerReference owner(HasMetadata object) {
        return new OwnerReferenceBuilder()
                .withApiVersion(object.getApiVersion())
                .withKind(object.getKind())
                .withName(object.getMetadata().getName())
                .withUid(object.getMetadata().getUid())
                .withController(true)
                .build();
    }

    /** Uid of the controller that an object belongs to; null = nobody's. */
    public static @Nullable String ownerUid(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .map(OwnerReference::getUid)
                .findFirst()
                .orElse(null);
    }

    /** Whether the operator made an object that belongs to nobody now: a backup leaves owners out. */
    public static boolean isLost(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels != null
                && MANAGER.equals(labels.get(MANAGED_BY))
                && object.getMetadata().getOwnerReferences().isEmpty();
    }

    /** Values of a Secret, without white space around them, which editors and {@code echo} leave; blank ones are left out. */
    public static Map<String, SecretText> values(Secret secret) {
        Map<String, SecretText> values = new TreeMap<>();
        if (secret.getData() != null) {
            secret.getData().forEach((key, value) -> {
                String text = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8).strip();
                if (!text.isEmpty()) {
                    values.put(key, SecretText.of(text));
                }
            });
        }
        return values;
    }

    /** Values as a Secret's data. */
    public static Map<String, String> encoded(Map<String, SecretText> values) {
        Map<String, String> data = new TreeMap<>();
        values.forEach((key, value) ->
                data.put(key, Base64.getEncoder().encodeToString(value.reveal().getBytes(StandardCharsets.UTF_8))));
        return data;
    }

    /** Bytes as a Secret's data. */
    public static Map<String, String> encodedBytes(Map<String, byte[]> values) {
        Map<String, String> data = new TreeMap<>();
        values.forEach((key, value) -> data.put(key, Base64.getEncoder().encodeToString(value)));
        return data;
    }
}
