package io.ninerouter.operator.deploy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.EventSourceRetriever;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.kube.OperatorClients;
import io.ninerouter.operator.workload.Drift;
import io.ninerouter.operator.workload.OptionalKind;
import io.ninerouter.operator.workload.Ownership;
import io.ninerouter.operator.workload.Workloads;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects of all gateways that exist: one cache for each kind, of those alone that carry our labels. An object that loses
 * them leaves the cache, which is an event: they are put back. Thread-safe.
 */
public final class DeployedObjects {
    private static final Logger LOG = LoggerFactory.getLogger(DeployedObjects.class);
    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            ServiceAccount.class,
            Role.class,
            RoleBinding.class,
            NetworkPolicy.class,
            Service.class,
            Deployment.class,
            PodDisruptionBudget.class,
            HorizontalPodAutoscaler.class);

    private final Map<String, InformerEventSource<? extends HasMetadata, Router>> sources = new ConcurrentHashMap<>();
    private final Set<OptionalKind> refused = ConcurrentHashMap.newKeySet();

    /** Prepares the caches; the framework starts and fills them. */
    public DeployedObjects(EventSourceContext<Router> context) {
        KINDS.forEach(kind -> {
            OperatorClients.expect(context.getClient(), kind);
            sources.put(
                    HasMetadata.getKind(kind),
                    source(
                            InformerEventSourceConfiguration.from(kind, Router.class),
                            HasMetadata.getKind(kind),
                            context));
        });
    }

    /** What the framework runs. */
    public List<EventSource<?, Router>> eventSources() {
        return List.copyOf(sources.values());
    }

    /** Begins or ceases to watch a kind that not every cluster knows; true = it is watched now. */
    boolean watch(OptionalKind optional, boolean offered, EventSourceRetriever<Router> registry) {
        String name = optional.kind();
        boolean watched = sources.containsKey(name);
        if (!offered) {
            refused.remove(optional);
            if (watched) {
                registry.dynamicallyDeRegisterEventSource(name);
                sources.remove(name);
            }
            return false;
        }
        if (watched || refused.contains(optional)) {
            return watched;
        }
        GroupVersionKind kind = new GroupVersionKind(optional.group(), optional.version(), name);
        var source = source(
                InformerEventSourceConfiguration.from(kind, Router.class),
                name,
                registry.eventSourceContextForDynamicRegistration());
        try {
            registry.dynamicallyRegisterEventSource(source);
            sources.put(name, source);
            return true;
        } catch (OperatorException e) {
            refused.add(optional);
            registry.dynamicallyDeRegisterEventSource(name);
            LOG.warn(
                    "{}s cannot be watched, none is made (expected: get, list, watch, create, patch, delete)", name, e);
            return false;
        }
    }

    /** The object that has the kind and name of another; empty = none of ours. */
    Optional<? extends HasMetadata> find(HasMetadata like) {
        var source = sources.get(like.getKind());
        return source == null ? Optional.empty() : source.get(ResourceID.fromResource(like));
    }

    /** All that belong to a Router. */
    Stream<HasMetadata> of(Router router) {
        String name = router.getMetadata().getName();
        return sources.values().stream()
                .flatMap(source -> source.list(router.getMetadata().getNamespace(), object -> true))
                .map(HasMetadata.class::cast)
                .filter(object -> name.equals(Ownership.router(object)) && Ownership.isOurs(object, name));
    }

    /** The Deployment of a Router's gateways. */
    Optional<Deployment> deployment(Router router) {
        ResourceID id = new ResourceID(
                Workloads.name(router.getMetadata().getName()),
                router.getMetadata().getNamespace());
        return Objects.requireNonNull(sources.get("Deployment"))
                .get(id)
                .map(Deployment.class::cast)
                .filter(found -> Ownership.isOurs(found, router.getMetadata().getName()));
    }

    /** Writes an object; what comes back is seen by the next look at once, and starts no round of its own. */
    @SuppressWarnings("unchecked")
    HasMetadata write(HasMetadata desired, UnaryOperator<HasMetadata> call) {
        var source = (InformerEventSource<HasMetadata, Router>) sources.get(desired.getKind());
        return source == null ? call.apply(desired) : source.eventFilteringUpdateAndCacheResource(desired, call);
    }

    private static <T extends HasMetadata> InformerEventSource<T, Router> source(
            InformerEventSourceConfiguration.Builder<T> builder, String name, EventSourceContext<Router> context) {
        return new InformerEventSource<>(
                builder.withName(name)
                        .withNamespacesInheritedFromController()
                        .withLabelSelector(Ownership.SELECTOR)
                        .withSecondaryToPrimaryMapper(DeployedObjects::routers)
                        .<Router>withPrimaryToSecondaryMapper(router -> Set.of())
                        .withOnUpdateFilter(DeployedObjects::matters)
                        .build(),
                context);
    }

    private static Set<ResourceID> routers(HasMetadata object) {
        String router = Ownership.router(object);
        return router == null
                ? Set.of()
                : Set.of(new ResourceID(router, object.getMetadata().getNamespace()));
    }

    /** Of statuses, that of the Deployment alone: an autoscaler's changes all the time. */
    private static boolean matters(HasMetadata next, HasMetadata old) {
        boolean moved = next instanceof Deployment now
                && old instanceof Deployment then
                && !Objects.equals(now.getStatus(), then.getStatus());
        return moved || !Drift.fingerprint(next).equals(Drift.fingerprint(old));
    }
}
