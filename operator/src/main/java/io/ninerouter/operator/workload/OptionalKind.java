package io.ninerouter.operator.workload;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;

/** Kinds of others that a cluster may or may not know, and of which the operator makes objects where it does. */
public enum OptionalKind {
    /** Of Prometheus' operator. */
    POD_MONITOR("monitoring.coreos.com", "v1", "PodMonitor"),
    /** Of KEDA. */
    SCALED_OBJECT("keda.sh", "v1alpha1", "ScaledObject");

    private final String group;
    private final String version;
    private final String kind;

    OptionalKind(String group, String version, String kind) {
        this.group = group;
        this.version = version;
        this.kind = kind;
    }

    /** Its API group. */
    public String group() {
        return group;
    }

    /** Its version, without the group. */
    public String version() {
        return version;
    }

    /** Its kind. */
    public String kind() {
        return kind;
    }

    /** Group and version as objects name them. */
    public String apiVersion() {
        return group + "/" + version;
    }

    /** An object of it. */
    GenericKubernetesResource object(ObjectMeta metadata, Map<String, Object> spec) {
        GenericKubernetesResource object = new GenericKubernetesResourceBuilder()
                .withApiVersion(apiVersion())
                .withKind(kind)
                .withMetadata(metadata)
                .build();
        object.setAdditionalProperty("spec", spec);
        return object;
    }
}
