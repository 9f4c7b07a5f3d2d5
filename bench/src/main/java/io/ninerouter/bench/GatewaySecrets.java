package io.ninerouter.bench;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.config.SecretText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What an operator would have written for a Router with one provider, one connection and one caller. Pure. */
final class GatewaySecrets {
    /** Namespace of the Router. */
    static final String NAMESPACE = "bench";

    /** Name of the Router. */
    static final String ROUTER = "bench";

    private static final String CONNECTION = "bench";

    private GatewaySecrets() {}

    /** Both Secrets. */
    static List<Secret> of(int upstreamPort, SecretText callerKey) {
        GatewayConfig config = config(upstreamPort, callerKey);
        byte[] credential = ConfigCodec.encode(Credential.apiKey("bench-upstream-key"));
        return List.of(
                secret(
                        RouterSecrets.configName(ROUTER),
                        Map.of(
                                RouterSecrets.CONFIG_KEY,
                                ConfigCodec.encode(config),
                                RouterSecrets.REVISION_KEY,
                                ConfigCodec.revision(config).getBytes(StandardCharsets.US_ASCII))),
                secret(RouterSecrets.credentialsName(ROUTER), Map.of(CONNECTION, credential)));
    }

    private static GatewayConfig config(int upstreamPort, SecretText callerKey) {
        ProviderConfig provider = new ProviderConfig(
                "bench",
                List.of("bench"),
                List.of(Dialect.OPENAI_CHAT),
                "http://127.0.0.1:" + upstreamPort + "/v1",
                AuthScheme.BEARER,
                Map.of(),
                BodyEdits.NONE,
                List.of(new ModelConfig("bench", null, null, List.of())),
                false);
        ConnectionConfig connection = new ConnectionConfig(CONNECTION, "bench", 10, 1, List.of(), 0, true);
        KeyConfig caller =
                new KeyConfig("bench/caller", List.of(ConfigCodec.keyDigest(callerKey)), true, null, List.of());
        return new GatewayConfig(
                GatewayConfig.FORMAT,
                NAMESPACE + "/" + ROUTER,
                GatewayConfig.Settings.DEFAULT,
                List.of(provider),
                List.of(connection),
                List.of(),
                List.of(),
                List.of(caller));
    }

    private static Secret secret(String name, Map<String, byte[]> values) {
        SecretBuilder secret = new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .addToLabels(RouterSecrets.ROUTER_LABEL, ROUTER)
                .endMetadata()
                .withType("Opaque");
        values.forEach((key, value) -> secret.addToData(key, Base64.getEncoder().encodeToString(value)));
        return secret.build();
    }
}
