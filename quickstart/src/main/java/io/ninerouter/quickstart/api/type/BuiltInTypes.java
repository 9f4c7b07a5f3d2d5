package io.ninerouter.quickstart.api.type;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.ninerouter.quickstart.api.schema.ModelSchemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The kinds that are served without a definition. */
public final class BuiltInTypes {

    /** The group of CustomResourceDefinition. */
    public static final String DEFINITIONS_GROUP = "apiextensions.k8s.io";

    /** The collection of CustomResourceDefinitions. */
    public static final String DEFINITIONS = "customresourcedefinitions." + DEFINITIONS_GROUP;

    /** The collection of namespaces. */
    public static final String NAMESPACES = "namespaces";

    // events.k8s.io/v1 is the same object as the core one under newer names.
    private static final VersionMapping NEW_EVENTS = new VersionMapping(
            "v1",
            Map.of(
                    "regarding", "involvedObject",
                    "note", "message",
                    "reportingController", "reportingComponent",
                    "deprecatedSource", "source",
                    "deprecatedFirstTimestamp", "firstTimestamp",
                    "deprecatedLastTimestamp", "lastTimestamp",
                    "deprecatedCount", "count"));

    private static final Set<String> IN_CATEGORY_ALL =
            Set.of("services", "pods", "deployments", "horizontalpodautoscalers");
    private static final Set<String> WITH_GENERATION =
            Set.of("deployments", "poddisruptionbudgets", "networkpolicies", "customresourcedefinitions");
    private static final Map<String, List<String>> SELECTABLE = Map.of(
            "secrets", List.of("type"),
            "namespaces", List.of("status.phase"),
            "services", List.of("spec.clusterIP", "spec.type"),
            "pods", List.of("spec.nodeName", "spec.serviceAccountName", "status.phase", "status.podIP"),
            "events", eventFields());

    private enum Scope {
        CLUSTER,
        CLUSTER_WITH_STATUS,
        NAMESPACED,
        NAMESPACED_WITH_STATUS
    }

    private final ModelSchemas schemas;
    private final List<ResourceType> types = new ArrayList<>();

    private BuiltInTypes(ModelSchemas schemas) {
        this.schemas = schemas;
    }

    /** All built-in types. */
    public static List<ResourceType> all(ModelSchemas schemas) {
        BuiltInTypes table = new BuiltInTypes(schemas);
        table.core();
        table.others();
        return List.copyOf(table.types);
    }

    private void core() {
        add("", "v1", Namespace.class, "namespaces", Scope.CLUSTER_WITH_STATUS, "ns");
        add("", "v1", Secret.class, "secrets", Scope.NAMESPACED);
        add("", "v1", ConfigMap.class, "configmaps", Scope.NAMESPACED, "cm");
        add("", "v1", Event.class, "events", Scope.NAMESPACED, "ev");
        add("", "v1", ServiceAccount.class, "serviceaccounts", Scope.NAMESPACED, "sa");
        add("", "v1", Service.class, "services", Scope.NAMESPACED_WITH_STATUS, "svc");
        add("", "v1", Pod.class, "pods", Scope.NAMESPACED_WITH_STATUS, "po");
        add("", "v1", Endpoints.class, "endpoints", Scope.NAMESPACED, "ep");
    }

    private void others() {
        Class<? extends HasMetadata> newEvent = io.fabric8.kubernetes.api.model.events.v1.Event.class;
        add("events.k8s.io", "v1", newEvent, "events", Scope.NAMESPACED, "ev");
        add("coordination.k8s.io", "v1", Lease.class, "leases", Scope.NAMESPACED);
        add("apps", "v1", Deployment.class, "deployments", Scope.NAMESPACED_WITH_STATUS, "deploy");
        add("rbac.authorization.k8s.io", "v1", Role.class, "roles", Scope.NAMESPACED);
        add("rbac.authorization.k8s.io", "v1", RoleBinding.class, "rolebindings", Scope.NAMESPACED);
        add("rbac.authorization.k8s.io", "v1", ClusterRole.class, "clusterroles", Scope.CLUSTER);
        add("rbac.authorization.k8s.io", "v1", ClusterRoleBinding.class, "clusterrolebindings", Scope.CLUSTER);
        add("policy", "v1", PodDisruptionBudget.class, "poddisruptionbudgets", Scope.NAMESPACED_WITH_STATUS, "pdb");
        Scope withStatus = Scope.NAMESPACED_WITH_STATUS;
        add("autoscaling", "v2", HorizontalPodAutoscaler.class, "horizontalpodautoscalers", withStatus, "hpa");
        add("networking.k8s.io", "v1", NetworkPolicy.class, "networkpolicies", Scope.NAMESPACED, "netpol");
        Class<? extends HasMetadata> definition = CustomResourceDefinition.class;
        Scope cluster = Scope.CLUSTER_WITH_STATUS;
        add(DEFINITIONS_GROUP, "v1", definition, "customresourcedefinitions", cluster, "crd", "crds");
    }

    private void add(
            String group,
            String version,
            Class<? extends HasMetadata> model,
            String plural,
            Scope scope,
            String... shortNames) {
        String kind = HasMetadata.getKind(model);
        List<String> categories = IN_CATEGORY_ALL.contains(plural) ? List.of("all") : List.of();
        String singular = kind.toLowerCase(Locale.ROOT);
        ResourceNames names = new ResourceNames(group, kind, plural, singular, List.of(shortNames), categories);
        boolean namespaced = scope == Scope.NAMESPACED || scope == Scope.NAMESPACED_WITH_STATUS;
        boolean status = scope == Scope.CLUSTER_WITH_STATUS || scope == Scope.NAMESPACED_WITH_STATUS;
        boolean newEvents = group.equals("events.k8s.io");
        boolean generation = WITH_GENERATION.contains(plural);
        Traits traits = new Traits(namespaced, status, generation, false, newEvents ? "events" : "");
        String apiVersion = group.isEmpty() ? version : group + "/" + version;
        types.add(new ResourceType(
                names,
                version,
                traits,
                Shape.of(schemas.schema(model)),
                new Presentation(BuiltInColumns.of(plural), SELECTABLE.getOrDefault(plural, List.of())),
                newEvents ? NEW_EVENTS : VersionMapping.same(apiVersion)));
    }

    private static List<String> eventFields() {
        Stream<String> object = Stream.of(
                        "kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath")
                .flatMap(name -> Stream.of("involvedObject." + name, "regarding." + name));
        return Stream.concat(object, Stream.of("reason", "type", "reportingComponent", "reportingController", "source"))
                .toList();
    }
}
