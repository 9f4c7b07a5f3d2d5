package io.ninerouter.quickstart.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code manifests/install} says, under names of its own, and what {@code manifests/install-cluster-wide} says beside it. No
 * ClusterRole is bound unless a test asks for it: an operator for all namespaces would serve the Routers of others.
 */
final class Installation implements AutoCloseable {
    private static final String NAMESPACE = "ninerouter-system";

    private final KubernetesClient admin;
    private final String namespace;
    private final String clusterRole;
    private final List<HasMetadata> objects;

    Installation(KubernetesClient admin, String namespace, String run) {
        this.admin = admin;
        this.namespace = namespace;
        this.clusterRole = Site.OPERATOR + "-" + run;
        this.objects = Stream.of("install/operator.yaml", "install-cluster-wide/rights.yaml")
                .flatMap(file -> load(file, run).stream())
                .toList();
        for (HasMetadata object : objects) {
            if (isTaken(object)) {
                admin.resource(object).serverSideApply();
            }
        }
    }

    /** Where the operator is. */
    String namespace() {
        return namespace;
    }

    /** Everything, as it would be applied. */
    List<HasMetadata> objects() {
        return objects;
    }

    /** Gives the operator its rights in a namespace more. */
    void grant(String where) {
        for (HasMetadata object : load("install/watched/rights.yaml", "")) {
            object.getMetadata().setNamespace(where);
            admin.resource(object).serverSideApply();
        }
    }

    /** Gives the operator its rights in all namespaces, until it is closed. */
    AutoCloseable grantEverywhere() {
        ClusterRoleBinding binding = objects.stream()
                .filter(object -> object instanceof ClusterRoleBinding)
                .map(object -> (ClusterRoleBinding) object)
                .findFirst()
                .orElseThrow();
        admin.resource(binding).serverSideApply();
        return () -> admin.resource(binding).delete();
    }

    private List<HasMetadata> load(String file, String run) {
        String text;
        try {
            text = Files.readString(Site.ROOT.resolve("manifests").resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] yaml = text.replace(NAMESPACE, namespace).getBytes(StandardCharsets.UTF_8);
        List<HasMetadata> loaded = admin.load(new ByteArrayInputStream(yaml)).items();
        for (HasMetadata object : loaded) {
            if (object instanceof ClusterRole || object instanceof ClusterRoleBinding) {
                object.getMetadata().setName(object.getMetadata().getName() + "-" + run);
                object.getMetadata().getLabels().put(OwnNamespaces.LABEL, run);
            }
            if (object instanceof ClusterRoleBinding binding) {
                binding.getRoleRef().setName(binding.getRoleRef().getName() + "-" + run);
            }
        }
        return loaded;
    }

    /** Not what reaches beyond our own namespaces (bindings for all of them, additions to view and edit), and no pods. */
    private boolean isTaken(HasMetadata object) {
        return switch (object) {
            case ClusterRole role -> role.getMetadata().getName().equals(clusterRole);
            case ClusterRoleBinding _, Deployment _ -> false;
            case ServiceAccount _ -> true;
            default -> object.getMetadata().getNamespace() != null;
        };
    }

    @Override
    public void close() {
        admin.resources(ClusterRole.class).withName(clusterRole).delete();
    }
}
