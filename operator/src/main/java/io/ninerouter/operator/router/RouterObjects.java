package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.api.v1alpha1.RouterAccess;
import io.ninerouter.operator.catalog.Catalogue;
import io.ninerouter.operator.compile.Attachment;
import io.ninerouter.operator.compile.Declared;
import io.ninerouter.operator.compile.Identities;
import io.ninerouter.operator.compile.Inputs;
import io.ninerouter.operator.compile.KeyReach;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.compile.OldestFirst;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what one Router is compiled from out of the caches. Only kinds of which something has changed are looked through,
 * and what has not changed is the very instance that was read before. One thread at a time.
 */
final class RouterObjects {
    private final ObjectCaches caches;
    private final Catalogue catalogue;
    private final AttachedObjects<ProviderConnection.Spec, ProviderConnection> connections =
            new AttachedObjects<>(Kind.CONNECTION);
    private final AttachedObjects<ProviderNode.Spec, ProviderNode> nodes = new AttachedObjects<>(Kind.NODE);
    private final AttachedObjects<Combo.Spec, Combo> combos = new AttachedObjects<>(Kind.COMBO);
    private final AttachedObjects<ModelAlias.Spec, ModelAlias> aliases = new AttachedObjects<>(Kind.ALIAS);
    private final AttachedObjects<ApiKey.Spec, ApiKey> keys = new AttachedObjects<>(Kind.KEY);
    private final NamedSecrets secrets;
    private Inputs.Objects objects = Inputs.Objects.NONE;

    RouterObjects(ObjectCaches caches, Catalogue catalogue) {
        this.caches = caches;
        this.catalogue = catalogue;
        this.secrets = new NamedSecrets(caches);
    }

    /**
     * The inputs of a compile.
     *
     * @param issuer who signs the tokens of ServiceAccounts
     * @param now keys that are over at that moment are left out
     */
    Inputs read(Router router, Identities.Issuer issuer, Instant now) {
        String namespace = router.getMetadata().getNamespace();
        Place place = new Place(
                caches.changes(Router.class),
                new Attachment.To(namespace, router.getMetadata().getName()),
                new ObjectReader(caches).routers(namespace));
        var readConnections = read(place, connections, ProviderConnection.class, now);
        var readNodes = read(place, nodes, ProviderNode.class, now);
        var readCombos = read(place, combos, Combo.class, now);
        var readAliases = read(place, aliases, ModelAlias.class, now);
        var readKeys = read(place, keys, ApiKey.class, now);
        // The very instance as long as nothing has changed: what was made of it is found again at a glance.
        if (!objects.connections().equals(readConnections)
                || !objects.nodes().equals(readNodes)
                || !objects.combos().equals(readCombos)
                || !objects.aliases().equals(readAliases)
                || !objects.keys().equals(readKeys)) {
            objects = new Inputs.Objects(readConnections, readNodes, readCombos, readAliases, readKeys);
        }
        Router.Spec spec = router.getSpec() == null ? Router.Spec.empty() : router.getSpec();
        return new Inputs(
                ObjectReader.declared(router, Kind.ROUTER, spec),
                objects,
                new KeyReach(keyNamespaces(spec.access(), objects.keys()), caches.scope()),
                secrets.read(objects, router, now),
                catalogue,
                new Identities(issuer, accounts(objects.keys())));
    }

    private <S, T extends CustomResource<S, ?>> OldestFirst<S> read(
            Place place, AttachedObjects<S, T> known, Class<T> type, Instant now) {
        return known.read(place.changes(), new Attached<>(caches, type, place), now);
    }

    private Set<String> keyNamespaces(@Nullable RouterAccess access, List<Declared<ApiKey.Spec>> declared) {
        RouterAccess.KeyNamespaces rule = access == null ? null : access.keyNamespaces();
        RouterAccess.From from = rule == null ? null : rule.from();
        if (rule == null || from == null || from == RouterAccess.From.Same) {
            return Set.of();
        }
        LabelSelector selector = rule.selector();
        return declared.stream()
                .map(key -> key.ref().namespace())
                .distinct()
                .filter(namespace -> from == RouterAccess.From.All || Selectors.matches(selector, labels(namespace)))
                .collect(Collectors.toSet());
    }

    /** Labels of a namespace; where namespaces may not be read, the one that every namespace has. */
    private Map<String, String> labels(String namespace) {
        Map<String, String> labels = new HashMap<>();
        if (caches.watches(Namespace.class)) {
            caches.all(Namespace.class)
                    .filter(object -> object.getMetadata().getName().equals(namespace))
                    .map(object -> object.getMetadata().getLabels())
                    .filter(Objects::nonNull)
                    .forEach(labels::putAll);
        }
        labels.put(KeyReach.NAME_LABEL, namespace);
        return labels;
    }

    private Map<String, String> accounts(List<Declared<ApiKey.Spec>> declared) {
        Map<String, String> uids = new HashMap<>();
        for (Declared<ApiKey.Spec> key : declared) {
            String name = ObjectReader.accountOf(key.spec());
            if (!name.isEmpty()) {
                caches.find(ServiceAccount.class, key.ref().namespace(), name)
                        .filter(account -> account.getMetadata().getDeletionTimestamp() == null)
                        .ifPresent(account -> uids.put(
                                key.ref().namespace() + "/" + name,
                                account.getMetadata().getUid()));
            }
        }
        return uids;
    }

    /**
     * Where objects attach.
     *
     * @param changes how often a Router has changed
     * @param routers names of all Routers of the namespace
     */
    private record Place(long changes, Attachment.To router, List<String> routers) {
        boolean attracts(CustomResource<?, ?> object) {
            String namespace = object instanceof ApiKey key
                    ? ObjectReader.routerNamespace(key)
                    : object.getMetadata().getNamespace();
            return ObjectReader.isUsable(object)
                    && namespace.equals(router.namespace())
                    && router.equals(Attachment.decide(namespace, routers, ObjectReader.routerName(object.getSpec())));
        }
    }

    /** The objects of one kind that attach there. ApiKeys may stand in other namespaces. */
    private record Attached<T extends CustomResource<?, ?>>(ObjectCaches caches, Class<T> type, Place place)
            implements AttachedObjects.Source<T> {
        @Override
        public long changes() {
            return caches.changes(type);
        }

        @Override
        public @Nullable Set<ResourceID> changedSince(long changes) {
            return caches.changedSince(type, changes);
        }

        @Override
        public Stream<T> all() {
            Stream<T> objects = type == ApiKey.class
                    ? caches.all(type)
                    : caches.in(type, place.router().namespace());
            return objects.filter(place::attracts);
        }

        @Override
        public Optional<T> find(ResourceID id) {
            return caches.find(type, id.getNamespace().orElse(""), id.getName()).filter(place::attracts);
        }
    }
}
