package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.Egress;
import io.ninerouter.api.v1alpha1.GatewayReplica;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.api.v1alpha1.RouterAccess;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.operator.compile.Attachment;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.kube.Kube;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which Routers an event concerns. Rather one too many than one too few: a reconcile that finds nothing changed costs
 * little. Objects that attach to no Router are reported apart.
 */
final class EventMapping {
    private final ReconcilerState state;
    private final Consumer<String> detached;
    private final Consumer<Router> departed;

    /**
     * Maps events.
     *
     * @param detached is told each namespace in which objects may be without a Router
     * @param departed is told each Router that is gone
     */
    EventMapping(ReconcilerState state, Consumer<String> detached, Consumer<Router> departed) {
        this.state = state;
        this.detached = detached;
        this.departed = departed;
    }

    /** A Router that comes or goes changes what the others of its namespace serve. */
    Set<ResourceID> ofRouter(Router router) {
        String namespace = router.getMetadata().getNamespace();
        detached.accept(namespace);
        if (state.caches()
                .find(Router.class, namespace, router.getMetadata().getName())
                .isEmpty()) {
            departed.accept(router);
        }
        return routersOf(namespace);
    }

    Set<ResourceID> ofConnection(ProviderConnection connection) {
        return ofAttached(connection);
    }

    Set<ResourceID> ofNode(ProviderNode node) {
        return ofAttached(node);
    }

    Set<ResourceID> ofCombo(Combo combo) {
        return ofAttached(combo);
    }

    Set<ResourceID> ofAlias(ModelAlias alias) {
        return ofAttached(alias);
    }

    /** The Routers that serve the key now, and those that it may name. */
    Set<ResourceID> ofKey(ApiKey key) {
        examine(key, ObjectReader.routerNamespace(key));
        Set<ResourceID> routers = new HashSet<>(routersOf(ObjectReader.routerNamespace(key)));
        routers.addAll(state.routersServing(ResourceID.fromResource(key)));
        return routers;
    }

    /** The Routers of those ApiKeys that name the ServiceAccount. */
    Set<ResourceID> ofServiceAccount(ServiceAccount account) {
        String name = account.getMetadata().getName();
        Set<ResourceID> routers = new HashSet<>();
        state.caches()
                .in(ApiKey.class, account.getMetadata().getNamespace())
                .filter(key -> ObjectReader.accountOf(key).equals(name))
                .forEach(key -> routers.addAll(routersOf(ObjectReader.routerNamespace(key))));
        return routers;
    }

    Set<ResourceID> ofReplica(GatewayReplica replica) {
        GatewayReplica.Spec spec = replica.getSpec();
        return spec == null
                ? Set.of()
                : Set.of(new ResourceID(
                        spec.routerRef().name(), replica.getMetadata().getNamespace()));
    }

    /** One of ours, or one that an object names. */
    Set<ResourceID> ofSecret(Secret secret) {
        String namespace = secret.getMetadata().getNamespace();
        String name = secret.getMetadata().getName();
        Map<String, String> labels = secret.getMetadata().getLabels();
        Set<ResourceID> routers = new HashSet<>();
        String router = labels == null ? null : labels.get(RouterSecrets.ROUTER_LABEL);
        if (router != null && name.equals(RouterSecrets.usageName(router))) {
            // Nothing is compiled from what was used.
            return Set.of();
        }
        if (router != null) {
            routers.add(new ResourceID(router, namespace));
        }
        ObjectCaches caches = state.caches();
        if (!caches.connectionsOf(namespace, name).isEmpty()) {
            routers.addAll(routersOf(namespace));
        }
        routers.addAll(ids(caches.in(Router.class, namespace)
                .filter(one -> one.getSpec() != null
                        && Egress.secretsOf(one.getSpec().egress()).contains(name))));
        caches.keysOf(namespace, name, Kube.ownerUid(secret))
                .forEach(key -> routers.addAll(routersOf(ObjectReader.routerNamespace(key))));
        return routers;
    }

    /** What was told of an earlier object of its name was not told of this one. */
    void standsAnew(HasMetadata object) {
        AttachedKind.ALL.stream()
                .filter(kind -> kind.type().isInstance(object))
                .map(kind -> new ObjectRef(
                        kind.kind(),
                        object.getMetadata().getNamespace(),
                        object.getMetadata().getName()))
                .forEach(state::forgetTold);
    }

    /** Labels of a namespace decide whether a Router lets keys live there. */
    Set<ResourceID> ofNamespace(Namespace namespace) {
        return ids(state.caches().all(Router.class).filter(EventMapping::selectsNamespaces));
    }

    private Set<ResourceID> ofAttached(CustomResource<?, ?> object) {
        String namespace = object.getMetadata().getNamespace();
        examine(object, namespace);
        return routersOf(namespace);
    }

    /** One that attaches to a Router is told by that one. */
    private void examine(CustomResource<?, ?> object, String routerNamespace) {
        List<String> routers =
                routersOf(routerNamespace).stream().map(ResourceID::getName).toList();
        if (Attachment.decide(routerNamespace, routers, ObjectReader.routerName(object.getSpec()))
                instanceof Attachment.Nowhere) {
            detached.accept(object.getMetadata().getNamespace());
        }
    }

    private Set<ResourceID> routersOf(String namespace) {
        return ids(state.caches().in(Router.class, namespace));
    }

    private static Set<ResourceID> ids(Stream<Router> routers) {
        return routers.map(ResourceID::fromResource).collect(Collectors.toSet());
    }

    private static boolean selectsNamespaces(Router router) {
        RouterAccess access = router.getSpec() == null ? null : router.getSpec().access();
        return access != null
                && access.keyNamespaces() != null
                && access.keyNamespaces().from() == RouterAccess.From.Selector;
    }
}
