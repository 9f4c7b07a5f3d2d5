package io.ninerouter.operator.apikey;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.kube.Kube;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes signing keys and the Secrets of ApiKeys. Creates and never overwrites what is not its own. Thread-safe. */
public final class KeyIssuer {
    private static final Logger LOG = LoggerFactory.getLogger(KeyIssuer.class);
    private static final String ROUTER_ID = "router-id";
    private static final String HMAC_SECRET = "hmac-secret";

    private final KubernetesClient client;
    private final RandomGenerator random;

    /** Issues keys out of a cryptographically strong source. */
    public KeyIssuer(KubernetesClient client, RandomGenerator random) {
        this.client = client;
        this.random = random;
    }

    /**
     * The Router's signing key, made at the first call. Whoever creates the Secret first wins: a second operator reads it.
     *
     * @throws IllegalStateException when the Secret is there but holds no signing key
     */
    public SigningKey signingKey(String namespace, String router, OwnerReference owner) {
        String name = SigningKey.secretName(router);
        Secret existing = client.secrets().inNamespace(namespace).withName(name).get();
        if (existing == null) {
            existing = createSigningSecret(namespace, router, owner);
        } else if (existing.getMetadata().getOwnerReferences().isEmpty()) {
            adopt(existing, owner);
        }
        Map<String, SecretText> values = Kube.values(existing);
        SecretText id = values.get(ROUTER_ID);
        SecretText secret = values.get(HMAC_SECRET);
        if (id == null || secret == null) {
            throw new IllegalStateException("Secret " + namespace + "/" + name + ": keys " + values.keySet()
                    + " (expected: " + ROUTER_ID + ", " + HMAC_SECRET + ")");
        }
        return new SigningKey(id.reveal(), secret);
    }

    /** A signing key out of a backup goes with its Router again. */
    private void adopt(Secret signing, OwnerReference owner) {
        Secret owned = new SecretBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withNamespace(signing.getMetadata().getNamespace())
                        .withName(signing.getMetadata().getName())
                        .withUid(signing.getMetadata().getUid())
                        .withOwnerReferences(owner)
                        .build())
                .build();
        try {
            Kube.apply(client, owned);
        } catch (KubernetesClientException e) {
            // It serves as it is; whoever issues the next key tries again.
            LOG.warn(
                    "signing key without an owner: secret={}/{} status={}",
                    signing.getMetadata().getNamespace(),
                    signing.getMetadata().getName(),
                    e.getCode());
        }
    }

    /** Creates an ApiKey's Secret; leaves it alone when somebody was faster. */
    public void create(Place place, Content content) {
        try {
            client.resource(secret(place, content)).create();
            LOG.info(
                    "issued a key: secret={}/{} apiKey={}",
                    place.namespace(),
                    place.name(),
                    place.owner().getName());
        } catch (KubernetesClientException e) {
            if (e.getCode() != Kube.CONFLICT) {
                throw e;
            }
        }
    }

    /**
     * Writes an ApiKey's own Secret again, if it still stands as it was read: one that has been deleted or edited meanwhile is
     * looked at again first, so that a key that was just revoked does not come back.
     */
    public void write(Secret read, Place place, Content content) {
        Secret secret = secret(place, content);
        secret.getMetadata().setUid(read.getMetadata().getUid());
        secret.getMetadata().setResourceVersion(read.getMetadata().getResourceVersion());
        try {
            Kube.apply(client, secret);
            LOG.info(
                    "wrote a key: secret={}/{} apiKey={}",
                    place.namespace(),
                    place.name(),
                    place.owner().getName());
        } catch (KubernetesClientException e) {
            if (e.getCode() != Kube.CONFLICT) {
                throw e;
            }
            LOG.info("a key's Secret has changed meanwhile: secret={}/{}", place.namespace(), place.name());
        }
    }

    /** Deletes an ApiKey's own Secret, if it still is the one that was read. */
    public void delete(Secret read) {
        try {
            client.resource(read)
                    .lockResourceVersion(read.getMetadata().getResourceVersion())
                    .delete();
            LOG.info(
                    "removed a key's Secret: secret={}/{}",
                    read.getMetadata().getNamespace(),
                    read.getMetadata().getName());
        } catch (KubernetesClientException e) {
            if (e.getCode() != Kube.CONFLICT && e.getCode() != Kube.NOT_FOUND) {
                throw e;
            }
        }
    }

    /** A key out of the issuer's source. */
    public SecretText newKey(SigningKey signing) {
        return KeyFormat.newKey(signing, random);
    }

    private Secret createSigningSecret(String namespace, String router, OwnerReference owner) {
        SigningKey signing = KeyFormat.newSigningKey(random);
        Secret secret = new SecretBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withNamespace(namespace)
                        .withName(SigningKey.secretName(router))
                        .withLabels(Map.of(Kube.MANAGED_BY, Kube.MANAGER, RouterSecrets.ROUTER_LABEL, router))
                        .withOwnerReferences(owner)
                        .build())
                .withType("Opaque")
                .withData(Kube.encoded(Map.of(
                        ROUTER_ID, SecretText.of(signing.routerId()),
                        HMAC_SECRET, signing.secret())))
                .build();
        try {
            return client.resource(secret).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != Kube.CONFLICT) {
                throw e;
            }
            return Objects.requireNonNull(
                    client.resource(secret).get(), "a Secret that was there a moment ago is gone");
        }
    }

    private static Secret secret(Place place, Content content) {
        return new SecretBuilder()
                .withMetadata(new ObjectMetaBuilder()
                        .withNamespace(place.namespace())
                        .withName(place.name())
                        .withLabels(Map.of(Kube.MANAGED_BY, Kube.MANAGER))
                        .withAnnotations(content.record().annotations())
                        .withOwnerReferences(place.owner())
                        .build())
                .withType("Opaque")
                .withData(Kube.encoded(KeySecret.data(content.key(), content.endpoint())))
                .build();
    }

    /**
     * Where an ApiKey's Secret is.
     *
     * @param owner the ApiKey
     */
    public record Place(String namespace, String name, OwnerReference owner) {}

    /**
     * What stands in it.
     *
     * @param endpoint address that callers use, without a trailing slash
     */
    public record Content(SecretText key, KeyRecord record, String endpoint) {}
}
