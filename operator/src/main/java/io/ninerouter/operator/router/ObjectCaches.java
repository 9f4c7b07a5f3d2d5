package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.GatewayReplica;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.kube.OperatorClients;
import io.ninerouter.operator.settings.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One cache for each kind that the operator watches. Each is complete before the first reconcile runs: a compile never sees
 * half of the objects. Reads see our own writes at once. An event that comes while another cache still fills finds nothing there:
 * every Router is reconciled when all of them are complete.
 *
 * <p>Secrets are watched whole, by namespace: which of them matter is known only from the objects, and a watch cannot follow
 * a set of names. Types that hold no credential of ours (Helm releases, ServiceAccount tokens, image pull secrets,
 * certificates) are left out by the API server, so that they are neither sent nor held.
 */
final class ObjectCaches {
    /** Types of Secrets that are of no interest. */
    private static final List<String> OTHER_SECRETS = List.of(
            "helm.sh/release.v1",
            "kubernetes.io/service-account-token",
            "kubernetes.io/dockercfg",
            "kubernetes.io/dockerconfigjson",
            "bootstrap.kubernetes.io/token");

    /** Index of what names a Secret, by {@code namespace/name} of the Secret. */
    private static final String BY_SECRET = "secret";

    /** Index by {@code namespace/uid}. */
    private static final String BY_UID = "uid";

    private final Map<Class<?>, Watched<?>> sources = new LinkedHashMap<>();
    private final Wakes wakes;
    private final Scope scope;
    private final Consumer<HasMetadata> anew;

    /**
     * Prepares the caches; JOSDK starts and fills them.
     *
     * @param mapping which Routers an event concerns
     * @param wakes begins rounds for what the framework tells nobody
     * @param scope which namespaces are watched; where it is all of them, their labels too
     */
    ObjectCaches(EventSourceContext<Router> context, EventMapping mapping, Wakes wakes, Scope scope) {
        this.wakes = wakes;
        this.scope = scope;
        this.anew = mapping::standsAnew;
        add(context, Router.class, mapping::ofRouter);
        add(context, ProviderConnection.class, mapping::ofConnection);
        add(context, ProviderNode.class, mapping::ofNode);
        add(context, Combo.class, mapping::ofCombo);
        add(context, ModelAlias.class, mapping::ofAlias);
        add(context, ApiKey.class, mapping::ofKey);
        add(context, ServiceAccount.class, mapping::ofServiceAccount);
        addFiltered(context, GatewayReplica.class, mapping::ofReplica, ReplicaChange::matters);
        addSecrets(context, mapping);
        if (scope instanceof Scope.Everywhere) {
            addFiltered(
                    context,
                    Namespace.class,
                    mapping::ofNamespace,
                    (next, old) -> !Objects.equals(
                            next.getMetadata().getLabels(), old.getMetadata().getLabels()));
        }
        addIndexes();
    }

    /** Of thousands of Secrets each asks who names it. */
    private void addIndexes() {
        source(ProviderConnection.class)
                .addIndexers(Map.of(
                        BY_SECRET,
                        connection -> ObjectReader.secretsOf(connection).stream()
                                .map(secret -> key(connection.getMetadata().getNamespace(), secret))
                                .toList()));
        source(ApiKey.class)
                .addIndexers(Map.of(
                        BY_SECRET,
                        key -> List.of(key(key.getMetadata().getNamespace(), ObjectReader.secretOf(key))),
                        BY_UID,
                        key -> List.of(key(key.getMetadata().getNamespace(), uid(key)))));
    }

    private static String key(String namespace, String rest) {
        return namespace + "/" + rest;
    }

    private static String uid(HasMetadata object) {
        return String.valueOf(object.getMetadata().getUid());
    }

    /** What JOSDK runs. */
    List<EventSource<?, Router>> eventSources() {
        return sources.values().stream()
                .<EventSource<?, Router>>map(Watched::source)
                .toList();
    }

    /** Of which namespaces anything is here. */
    Scope scope() {
        return scope;
    }

    /** Everything of one kind in one namespace. */
    <T extends HasMetadata> Stream<T> in(Class<T> type, String namespace) {
        InformerEventSource<T, Router> source = source(type);
        return !source.isRunning()
                ? Stream.empty()
                : source.list(namespace, object -> true)
                        .map(object ->
                                source.get(ResourceID.fromResource(object)).orElse(object));
    }

    /** Everything of one kind. */
    <T extends HasMetadata> Stream<T> all(Class<T> type) {
        InformerEventSource<T, Router> source = source(type);
        return !source.isRunning()
                ? Stream.empty()
                : source.list(object -> true)
                        .map(object ->
                                source.get(ResourceID.fromResource(object)).orElse(object));
    }

    /** The connections that name a Secret. */
    List<ProviderConnection> connectionsOf(String namespace, String secret) {
        return by(ProviderConnection.class, BY_SECRET, key(namespace, secret));
    }

    /** The ApiKeys that name a Secret, and the one that it belongs to; {@code owner} null = it belongs to nobody. */
    Stream<ApiKey> keysOf(String namespace, String secret, @Nullable String owner) {
        return Stream.concat(
                by(ApiKey.class, BY_SECRET, key(namespace, secret)).stream(),
                owner == null ? Stream.empty() : by(ApiKey.class, BY_UID, key(namespace, owner)).stream());
    }

    private <T extends HasMetadata> List<T> by(Class<T> type, String index, String key) {
        InformerEventSource<T, Router> source = source(type);
        return source.isRunning() ? source.byIndex(index, key) : List.of();
    }

    /** One object. */
    <T extends HasMetadata> Optional<T> find(Class<T> type, String namespace, String name) {
        return find(type, new ResourceID(name, namespace));
    }

    /** One object. */
    <T extends HasMetadata> Optional<T> find(Class<T> type, ResourceID id) {
        InformerEventSource<T, Router> source = source(type);
        return source.isRunning() ? source.get(id) : Optional.empty();
    }

    /** Whether every cache is there to be read. */
    boolean complete() {
        return sources.values().stream().allMatch(watched -> watched.source().isRunning());
    }

    /** Whether a kind is watched. */
    boolean watches(Class<?> type) {
        return sources.containsKey(type);
    }

    /** The cache of one kind, to write through. */
    <T extends HasMetadata> InformerEventSource<T, Router> source(Class<T> type) {
        return watched(type).source();
    }

    /**
     * How often something of these kinds has changed that may concern a Router. As long as it is the same, what was read of
     * them is the same.
     */
    long changes(Class<?>... types) {
        long changes = 0;
        for (Class<?> type : types) {
            Watched<?> watched = sources.get(type);
            changes += watched == null ? 0 : watched.journal().count();
        }
        return changes;
    }

    /** The objects of a kind that may have changed since it had changed so often; null = not known any more. */
    @Nullable
    Set<ResourceID> changedSince(Class<?> type, long changes) {
        Watched<?> watched = sources.get(type);
        return watched == null ? null : watched.journal().since(changes);
    }

    /**
     * An object as it came back from a status write of ours. What was edited up to that moment comes in no event that the
     * framework passes on: it counts as ours. Unless the loop has heard of it all the same, the Routers that it concerns look
     * at it now.
     */
    <T extends HasMetadata> void wrote(Class<T> type, T written) {
        Watched<T> watched = watched(type);
        if (watched.heard().isNews(written)) {
            watched.toRouters(written).forEach(wakes::now);
        }
    }

    @SuppressWarnings("unchecked")
    private <T extends HasMetadata> Watched<T> watched(Class<T> type) {
        return (Watched<T>) Objects.requireNonNull(sources.get(type), () -> type.getSimpleName() + " is not watched");
    }

    /** A kind of which nothing but what its users want is worth a round. */
    private <T extends HasMetadata> void add(
            EventSourceContext<Router> context, Class<T> type, SecondaryToPrimaryMapper<T> mapper) {
        addFiltered(context, type, mapper, (next, old) -> !Intent.of(next).equals(Intent.of(old)));
    }

    private <T extends HasMetadata> void addFiltered(
            EventSourceContext<Router> context,
            Class<T> type,
            SecondaryToPrimaryMapper<T> mapper,
            OnUpdateFilter<? super T> changed) {
        put(type, mapper, configuration -> configuration.withOnUpdateFilter(changed), context);
    }

    private void addSecrets(EventSourceContext<Router> context, EventMapping mapping) {
        FieldSelector interesting = new FieldSelector(OTHER_SECRETS.stream()
                .map(type -> new FieldSelector.Field("type", type, true))
                .toList());
        put(
                Secret.class,
                mapping::ofSecret,
                configuration -> configuration
                        .withFieldSelector(interesting)
                        .withOnUpdateFilter((next, old) -> !Objects.equals(next.getData(), old.getData())
                                || !Objects.equals(
                                        next.getMetadata().getAnnotations(),
                                        old.getMetadata().getAnnotations())
                                || !Objects.equals(
                                        next.getMetadata().getOwnerReferences(),
                                        old.getMetadata().getOwnerReferences())),
                context);
    }

    /** Routers are found by the mapper alone; the index that JOSDK would keep beside it is switched off. */
    private <T extends HasMetadata> void put(
            Class<T> type,
            SecondaryToPrimaryMapper<T> mapper,
            UnaryOperator<InformerEventSourceConfiguration.Builder<T>> filter,
            EventSourceContext<Router> context) {
        OperatorClients.expect(context.getClient(), type);
        var configuration = InformerEventSourceConfiguration.from(type, Router.class)
                // Others watch some of these kinds too, for what they have made; names must differ.
                .withName("declared." + type.getSimpleName())
                .withNamespacesInheritedFromController()
                .withSecondaryToPrimaryMapper(
                        (SecondaryToPrimaryMapper<T>) object -> watched(type).toRouters(object))
                .<Router>withPrimaryToSecondaryMapper(router -> Set.of());
        InformerEventSource<T, Router> source =
                new InformerEventSource<>(filter.apply(configuration).build(), context);
        sources.put(type, new Watched<>(source, mapper, new Journal(), new Heard(), anew));
    }
}
