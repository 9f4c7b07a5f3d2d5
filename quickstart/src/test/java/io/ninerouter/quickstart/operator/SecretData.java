package io.ninerouter.quickstart.operator;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.Credentials;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.PartIndex;
import io.ninerouter.config.RouterSecrets;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What Secrets hold, as programs read it and as people write it. */
final class SecretData {
    private SecretData() {}

    /** Its values, of which it has none rather than null. */
    static Map<String, byte[]> of(Secret secret) {
        Map<String, byte[]> data = new HashMap<>();
        if (secret.getData() != null) {
            secret.getData()
                    .forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
        }
        return data;
    }

    /** Values as they stand in a Secret. */
    static Map<String, String> encoded(Map<String, String> values) {
        Map<String, String> data = new TreeMap<>();
        values.forEach((key, value) ->
                data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return data;
    }

    /** A document with all its parts, as a gateway puts it together; empty while it is not whole. */
    static Map<String, byte[]> whole(KubernetesClient client, Secret head) {
        Map<String, byte[]> data = of(head);
        byte[] index = data.remove(RouterSecrets.PARTS_KEY);
        if (index != null) {
            for (PartIndex.Part part : ConfigCodec.decodeIndex(index).parts()) {
                Secret secret = client.secrets()
                        .inNamespace(Cluster.NAMESPACE)
                        .withName(part.secret())
                        .get();
                Map<String, byte[]> more = secret == null ? Map.of() : of(secret);
                if (!ConfigCodec.dataDigest(more).equals(part.digest())) {
                    return Map.of();
                }
                data.putAll(more);
            }
        }
        return data;
    }

    static GatewayConfig config(Secret secret) {
        return ConfigCodec.decode(of(secret).get(RouterSecrets.CONFIG_KEY));
    }

    static Credentials credentials(Secret secret) {
        return ConfigCodec.decodeCredentials(of(secret));
    }
}
