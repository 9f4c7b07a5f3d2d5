package io.ninerouter.gateway.config;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.PartIndex;
import io.ninerouter.config.RouterSecrets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts a document together from the Secret that is watched and the parts that it names. A part is fetched once: its digest
 * says whether it is known already. All parts or none: never a mix of two documents. Used by one thread at a time.
 */
final class PartReader {
    private final KubernetesClient kubernetes;
    private final String namespace;
    private Map<String, Map<String, byte[]>> known = Map.of();

    PartReader(KubernetesClient kubernetes, String namespace) {
        this.kubernetes = kubernetes;
        this.namespace = namespace;
    }

    /**
     * The whole document.
     *
     * @param head data of the watched Secret
     * @return null when a part is not there, or is that of another document: it will be, or a newer head is on its way
     * @throws IllegalArgumentException when the index cannot be read
     * @throws KubernetesClientException when a part could not be fetched
     */
    @Nullable
    Map<String, byte[]> whole(Map<String, byte[]> head) {
        byte[] index = head.get(RouterSecrets.PARTS_KEY);
        if (index == null) {
            known = Map.of();
            return head;
        }
        Map<String, byte[]> whole = new TreeMap<>(head);
        whole.remove(RouterSecrets.PARTS_KEY);
        Map<String, Map<String, byte[]>> used = new HashMap<>();
        for (PartIndex.Part part : ConfigCodec.decodeIndex(index).parts()) {
            Map<String, byte[]> data = find(part);
            if (data == null) {
                return null;
            }
            used.put(part.digest(), data);
            whole.putAll(data);
        }
        known = used;
        return whole;
    }

    private @Nullable Map<String, byte[]> find(PartIndex.Part part) {
        Map<String, byte[]> before = known.get(part.digest());
        if (before != null) {
            return before;
        }
        Secret secret = kubernetes
                .secrets()
                .inNamespace(namespace)
                .withName(part.secret())
                .get();
        Map<String, byte[]> data = secret == null ? Map.of() : SecretWatch.decoded(secret);
        return ConfigCodec.dataDigest(data).equals(part.digest()) ? data : null;
    }
}
