package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.client.CustomResource;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.api.v1alpha1.RouterAccess;
import io.ninerouter.api.v1alpha1.RouterRef;
import io.ninerouter.operator.catalog.Catalogue;
import io.ninerouter.operator.compile.Attachment;
import io.ninerouter.operator.compile.Declared;
import io.ninerouter.operator.compile.Identities;
import io.ninerouter.operator.compile.Inputs;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.compile.SecretValues;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what one Router is compiled from out of the caches. */
final class ObjectReader {
    private final ObjectCaches caches;
    private final Catalogue catalogue;

    ObjectReader(ObjectCaches caches, Catalogue catalogue) {
        this.caches = caches;
        this.catalogue = catalogue;
    }

    /**
     * The inputs of a compile.
     *
     * @param issuer who signs the tokens of ServiceAccounts
     * @param now keys that are over at that moment are left out
     */
    Inputs read(Router router, Identities.Issuer issuer, Instant now) {
        String namespace = router.getMetadata().getNamespace();
        String name = router.getMetadata().getName();
        List<String> routers = routers(namespace);
        Attachment.To here = new Attachment.To(namespace, name);
        Stream<ApiKey> keys =
                caches.all(ApiKey.class).filter(key -> routerNamespace(key).equals(namespace));
        Inputs.Objects objects = new Inputs.Objects(
                attached(caches.in(ProviderConnection.class, namespace), Kind.CONNECTION, here, routers),
                attached(caches.in(ProviderNode.class, namespace), Kind.NODE, here, routers),
                attached(caches.in(Combo.class, namespace), Kind.COMBO, here, routers),
                attached(caches.in(ModelAlias.class, namespace), Kind.ALIAS, here, routers),
                attached(keys, Kind.KEY, here, routers));
        Router.Spec spec = router.getSpec() == null ? Router.Spec.empty() : router.getSpec();
        return new Inputs(
                declared(router, Kind.ROUTER, spec),
                objects,
                keyNamespaces(spec.access(), objects.keys()),
                secrets(objects, now),
                catalogue,
                new Identities(issuer, accounts(objects.keys())));
    }

    /** Names of all Routers of a namespace. */
    List<String> routers(String namespace) {
        return caches.in(Router.class, namespace)
                .map(router -> router.getMetadata().getName())
                .sorted()
                .toList();
    }

    /** Where an object attaches. */
    Attachment attachment(CustomResource<?, ?> object) {
        String namespace = object instanceof ApiKey key
                ? routerNamespace(key)
                : object.getMetadata().getNamespace();
        return Attachment.decide(namespace, routers(namespace), routerName(object.getSpec()));
    }

    /** The namespace in which an ApiKey looks for its Router. */
    static String routerNamespace(ApiKey key) {
        ApiKey.NamespacedRouterRef ref =
                key.getSpec() == null ? null : key.getSpec().routerRef();
        String named = ref == null ? null : ref.namespace();
        return named == null ? key.getMetadata().getNamespace() : named;
    }

    /** The Secret that a connection names; empty = none. */
    static String secretOf(ProviderConnection connection) {
        ProviderConnection.Spec spec = connection.getSpec();
        ProviderConnection.Auth auth = spec == null ? null : spec.auth();
        ProviderConnection.SecretSource source = auth == null ? null : auth.apiKey();
        return source == null ? "" : source.secretRef().name();
    }

    /** The Secret that an ApiKey names; empty = none. */
    static String secretOf(ApiKey key) {
        return key.getSpec() == null ? "" : secretOf(key.getSpec());
    }

    /** The ServiceAccount that an ApiKey names; empty = none. */
    static String accountOf(ApiKey key) {
        return key.getSpec() == null ? "" : accountOf(key.getSpec());
    }

    private static String accountOf(ApiKey.Spec spec) {
        return spec.subject() == null ? "" : spec.subject().serviceAccount().name();
    }

    static <S> Declared<S> declared(CustomResource<S, ?> object, Kind kind, S spec) {
        return new Declared<>(
                new ObjectRef(
                        kind,
                        object.getMetadata().getNamespace(),
                        object.getMetadata().getName()),
                Objects.requireNonNullElse(object.getMetadata().getUid(), ""),
                Objects.requireNonNullElse(object.getMetadata().getGeneration(), 0L),
                Objects.requireNonNullElse(object.getMetadata().getCreationTimestamp(), ""),
                spec);
    }

    private static String secretOf(ApiKey.Spec spec) {
        if (spec.secretRef() != null) {
            return spec.secretRef().name();
        }
        return Objects.requireNonNullElse(spec.secretName(), "");
    }

    private <S, T extends CustomResource<S, ?>> List<Declared<S>> attached(
            Stream<T> objects, Kind kind, Attachment.To router, List<String> routers) {
        return objects.filter(ObjectReader::isUsable)
                .filter(object ->
                        router.equals(Attachment.decide(router.namespace(), routers, routerName(object.getSpec()))))
                .map(object -> declared(object, kind, object.getSpec()))
                .toList();
    }

    private static @Nullable String routerName(@Nullable Object spec) {
        RouterRef ref = switch (spec) {
            case ProviderConnection.Spec connection -> connection.routerRef();
            case ProviderNode.Spec node -> node.routerRef();
            case Combo.Spec combo -> combo.routerRef();
            case ModelAlias.Spec alias -> alias.routerRef();
            case null, default -> null;
        };
        if (spec instanceof ApiKey.Spec key && key.routerRef() != null) {
            return key.routerRef().name();
        }
        return ref == null ? null : ref.name();
    }

    /** An object that is being deleted serves no more. */
    static boolean isUsable(CustomResource<?, ?> object) {
        return object.getSpec() != null && object.getMetadata().getDeletionTimestamp() == null;
    }

    private Set<String> keyNamespaces(@Nullable RouterAccess access, List<Declared<ApiKey.Spec>> keys) {
        RouterAccess.KeyNamespaces rule = access == null ? null : access.keyNamespaces();
        RouterAccess.From from = rule == null ? null : rule.from();
        if (rule == null || from == null || from == RouterAccess.From.Same) {
            return Set.of();
        }
        LabelSelector selector = rule.selector();
        return keys.stream()
                .map(key -> key.ref().namespace())
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
        labels.put("kubernetes.io/metadata.name", namespace);
        return labels;
    }

    private Map<String, String> accounts(List<Declared<ApiKey.Spec>> keys) {
        Map<String, String> uids = new HashMap<>();
        keys.forEach(key -> caches.find(ServiceAccount.class, key.ref().namespace(), accountOf(key.spec()))
                .filter(account -> account.getMetadata().getDeletionTimestamp() == null)
                .ifPresent(account -> uids.put(
                        key.ref().namespace() + "/" + account.getMetadata().getName(),
                        account.getMetadata().getUid())));
        return uids;
    }

    private SecretValues secrets(Inputs.Objects objects, Instant now) {
        List<Place> places = new ArrayList<>();
        objects.connections().forEach(connection -> {
            ProviderConnection.Auth auth = connection.spec().auth();
            if (auth != null && auth.apiKey() != null) {
                places.add(new Place(
                        connection.ref().namespace(), auth.apiKey().secretRef().name()));
            }
        });
        objects.keys().forEach(key -> places.add(new Place(key.ref().namespace(), secretOf(key.spec()))));
        Map<String, SecretValues.Entry> found = new HashMap<>();
        Stream.concat(places.stream().distinct().flatMap(this::find), moving(objects.keys()))
                .forEach(secret -> found.put(
                        secret.getMetadata().getNamespace() + "/"
                                + secret.getMetadata().getName(),
                        IssuedSecrets.entry(secret, now)));
        return new SecretValues(found);
    }

    /** The Secrets of ApiKeys that name another one now: until that is there, the key counts that they have. */
    private Stream<Secret> moving(List<Declared<ApiKey.Spec>> keys) {
        List<Declared<ApiKey.Spec>> without = keys.stream()
                .filter(key -> key.spec().secretName() != null)
                .filter(key -> find(new Place(key.ref().namespace(), secretOf(key.spec())))
                        .findAny()
                        .isEmpty())
                .toList();
        if (without.isEmpty()) {
            return Stream.empty();
        }
        IssuedSecrets issued = new IssuedSecrets(
                caches, without.stream().map(key -> key.ref().namespace()).toList());
        return without.stream()
                .map(key -> issued.of(key.uid()))
                .filter(secrets -> !secrets.isEmpty())
                .map(List::getLast);
    }

    private Stream<Secret> find(Place place) {
        return caches.find(Secret.class, place.namespace(), place.name()).stream();
    }

    private record Place(String namespace, String name) {}
}
