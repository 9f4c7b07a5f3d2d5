package io.ninerouter.operator.router;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.api.v1alpha1.Router;
import io.ninerouter.operator.apikey.KeyIssuer;
import io.ninerouter.operator.apikey.KeySecret;
import io.ninerouter.operator.apikey.SigningKey;
import io.ninerouter.operator.compile.Compilation;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.kube.Kube;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Issues the keys that ApiKeys of one Router ask for. The Secrets that come of it start the next round. */
final class KeyOrders {
    private static final Logger LOG = LoggerFactory.getLogger(KeyOrders.class);

    private final Surroundings surroundings;
    private final ObjectCaches caches;
    private @Nullable SigningKey signing;

    KeyOrders(Surroundings surroundings, ObjectCaches caches) {
        this.surroundings = surroundings;
        this.caches = caches;
    }

    /** One ApiKey whose Secret cannot be written stops none of the others; the failure is thrown at the end. */
    void carryOut(Router router, Compilation compilation) {
        KubernetesClientException first = null;
        for (ObjectRef ref : compilation.verdicts().keySet()) {
            if (ref.kind() == Kind.KEY
                    && compilation.verdicts().get(ref).accepted().holds()) {
                try {
                    carryOut(router, ref);
                } catch (KubernetesClientException e) {
                    LOG.warn("key not written: apiKey={} status={}", ref, e.getCode());
                    first = first == null ? e : first;
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private void carryOut(Router router, ObjectRef ref) {
        ApiKey key = caches.find(ApiKey.class, ref.namespace(), ref.name()).orElse(null);
        String secretName =
                key == null || key.getSpec() == null ? null : key.getSpec().secretName();
        if (key == null || secretName == null) {
            return;
        }
        KeyIssuer issuer = surroundings.writing().issuer();
        String endpoint = surroundings.settings().endpoint(router);
        OwnerReference owner = Kube.owner(key);
        KeySecret.Existing existing = caches.find(Secret.class, ref.namespace(), secretName)
                .map(secret -> new KeySecret.Existing(Kube.ownerUid(secret), Kube.values(secret)))
                .orElse(null);
        switch (KeySecret.decide(key.getMetadata().getUid(), existing, endpoint)) {
            case KeySecret.Order.Issue() -> issuer.issue(ref.namespace(), secretName, owner, signing(router), endpoint);
            case KeySecret.Order.Restore restore ->
                issuer.restore(
                        ref.namespace(),
                        secretName,
                        owner,
                        restore.key() == null ? issuer.newKey(signing(router)) : restore.key(),
                        endpoint);
            case KeySecret.Order.Keep() -> {}
            case KeySecret.Order.Foreign() -> {}
        }
    }

    private SigningKey signing(Router router) {
        SigningKey known = signing;
        if (known == null) {
            known = surroundings
                    .writing()
                    .issuer()
                    .signingKey(
                            router.getMetadata().getNamespace(),
                            router.getMetadata().getName(),
                            Kube.owner(router));
            signing = known;
        }
        return known;
    }
}
