package io.ninerouter.operator.router;

import io.fabric8.kubernetes.client.CustomResource;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Combo;
import io.ninerouter.api.v1alpha1.Egress;
import io.ninerouter.api.v1alpha1.ModelAlias;
import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.api.v1alpha1.RouterRef;
import io.ninerouter.operator.compile.Attachment;
import io.ninerouter.operator.compile.Declared;
import io.ninerouter.operator.compile.LoginPlan;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What objects name: the Router that they attach to, Secrets, ServiceAccounts. */
final class ObjectReader {
    private final ObjectCaches caches;

    ObjectReader(ObjectCaches caches) {
        this.caches = caches;
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
        if (!caches.scope().covers(namespace)) {
            return Attachment.outOfSight(namespace, caches.scope());
        }
        return Attachment.decide(namespace, routers(namespace), routerName(object.getSpec()));
    }

    /** The namespace in which an ApiKey looks for its Router. */
    static String routerNamespace(ApiKey key) {
        ApiKey.NamespacedRouterRef ref =
                key.getSpec() == null ? null : key.getSpec().routerRef();
        String named = ref == null ? null : ref.namespace();
        return named == null ? key.getMetadata().getNamespace() : named;
    }

    /** The Secrets that a connection names, or that are made for it. */
    static Set<String> secretsOf(ProviderConnection connection) {
        return secretsOf(connection.getMetadata().getName(), connection.getSpec());
    }

    /** The same of its spec. */
    static Set<String> secretsOf(String name, ProviderConnection.@Nullable Spec spec) {
        if (spec == null) {
            return Set.of();
        }
        Set<String> secrets = new HashSet<>(Egress.secretsOf(spec.egress()));
        ProviderConnection.Auth auth = spec.auth();
        if (auth == null) {
            return secrets;
        }
        if (auth.apiKey() != null) {
            secrets.add(auth.apiKey().secretRef().name());
        }
        if (auth.aws() != null) {
            secrets.add(auth.aws().secretRef().name());
        }
        if (auth.serviceAccountKey() != null) {
            secrets.add(auth.serviceAccountKey().secretRef().name());
            secrets.add(LoginPlan.ownSecret(name));
        }
        ProviderConnection.OAuth oauth = auth.oauth();
        if (oauth != null) {
            secrets.add(oauth.secretRef().name());
            if (oauth.clientSecretRef() != null) {
                secrets.add(oauth.clientSecretRef().name());
            }
        }
        return secrets;
    }

    /** The Secret that an ApiKey names; empty = none. */
    static String secretOf(ApiKey key) {
        return key.getSpec() == null ? "" : secretOf(key.getSpec());
    }

    /** The ServiceAccount that an ApiKey names; empty = none. */
    static String accountOf(ApiKey key) {
        return key.getSpec() == null ? "" : accountOf(key.getSpec());
    }

    static String accountOf(ApiKey.Spec spec) {
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

    static String secretOf(ApiKey.Spec spec) {
        if (spec.secretRef() != null) {
            return spec.secretRef().name();
        }
        return Objects.requireNonNullElse(spec.secretName(), "");
    }

    /** The Router that a spec names; null = none. */
    static @Nullable String routerName(@Nullable Object spec) {
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
}
