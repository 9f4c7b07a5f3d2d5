package io.ninerouter.quickstart.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/**
 * What {@code manifests/install} says, under names of its own. The ClusterRole is bound in single namespaces only: an operator
 * for all of them would serve the Routers of others.
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
        this.objects = load(run);
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

    String clusterRole() {
        return clusterRole;
    }

    /** Everything, as it would be applied. */
    List<HasMetadata> objects() {
        return objects;
    }

    /** Gives the operator its rights in a namespace, as the chart does for one that is confined. */
    void grant(String where) {
        admin.resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace(where)
                        .withName(Site.OPERATOR)
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", clusterRole)
                        .addNewSubject(null, "ServiceAccount", Site.OPERATOR, namespace)
                        .build())
                .serverSideApply();
    }

    /** Gives the operator its rights in all namespaces, as the installation does, until it is closed. */
    AutoCloseable grantEverywhere() {
        ClusterRoleBinding binding = objects.stream()
                .filter(object -> object instanceof ClusterRoleBinding)
                .map(object -> (ClusterRoleBinding) object)
                .findFirst()
                .orElseThrow();
        admin.resource(binding).serverSideApply();
        return () -> admin.resource(binding).delete();
    }

    private List<HasMetadata> load(String run) {
        String text;
        try {
            text = Files.readString(Site.ROOT.resolve("manifests/install/operator.yaml"));
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
