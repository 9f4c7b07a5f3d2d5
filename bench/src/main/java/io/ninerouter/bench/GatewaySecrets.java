package io.ninerouter.bench;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.ComboConfig;
import io.ninerouter.config.ComboStrategy;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.config.Recovery;
import io.ninerouter.config.RouterSecrets;
import io.ninerouter.config.SecretText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an operator would have written for a Router with the upstream as several providers and one caller. Pure. */
final class GatewaySecrets {
    /** Namespace of the Router. */
    static final String NAMESPACE = "bench";

    /** Name of the Router. */
    static final String ROUTER = "bench";

    private static final String CREDENTIAL = "bench-upstream-key";

    private GatewaySecrets() {}

    /** Both Secrets. */
    static List<Secret> of(int upstreamPort, SecretText callerKey) {
        GatewayConfig config = config(upstreamPort, callerKey);
        byte[] credential = ConfigCodec.encode(Credential.apiKey(CREDENTIAL));
        Map<String, byte[]> credentials = new TreeMap<>();
        config.connections().forEach(connection -> credentials.put(connection.name(), credential));
        return List.of(
                secret(
                        RouterSecrets.configName(ROUTER),
                        Map.of(
                                RouterSecrets.CONFIG_KEY,
                                ConfigCodec.encode(config),
                                RouterSecrets.REVISION_KEY,
                                ConfigCodec.revision(config).getBytes(StandardCharsets.US_ASCII))),
                secret(RouterSecrets.credentialsName(ROUTER), credentials));
    }

    private static GatewayConfig config(int upstreamPort, SecretText callerKey) {
        String upstream = "http://127.0.0.1:" + upstreamPort;
        List<ProviderConfig> providers = List.of(
                provider("anthropic", Dialect.ANTHROPIC, upstream + "/v1"),
                provider("bench", Dialect.OPENAI_CHAT, upstream + "/v1"),
                provider("faults", Dialect.OPENAI_CHAT, upstream + "/faults/v1"),
                provider("limited", Dialect.OPENAI_CHAT, upstream + "/limited/v1"),
                provider("slow", Dialect.OPENAI_CHAT, upstream + "/slow/v1"),
                provider("streams", Dialect.OPENAI_CHAT, upstream + "/streams/v1"));
        List<ConnectionConfig> connections = providers.stream()
                .map(provider -> new ConnectionConfig(provider.id(), provider.id(), 10, 1, List.of(), 0, true))
                .toList();
        KeyConfig caller =
                new KeyConfig("bench/caller", List.of(ConfigCodec.keyDigest(callerKey)), true, null, List.of());
        return new GatewayConfig(
                GatewayConfig.FORMAT,
                NAMESPACE + "/" + ROUTER,
                GatewayConfig.Settings.DEFAULT,
                providers,
                connections,
                List.of(combo("fallback", "limited/bench"), combo("faulty", "faults/bench")),
                List.of(),
                List.of(caller));
    }

    /** One that falls over to the upstream that answers. */
    private static ComboConfig combo(String name, String first) {
        return new ComboConfig(
                name,
                ComboStrategy.FALLBACK,
                1,
                Recovery.FAIL,
                List.of(new ComboConfig.Member(first, 1), new ComboConfig.Member("bench/bench", 1)));
    }

    private static ProviderConfig provider(String id, Dialect dialect, String baseUrl) {
        return new ProviderConfig(
                id,
                List.of(id),
                List.of(dialect),
                baseUrl,
                AuthScheme.BEARER,
                Map.of(),
                BodyEdits.NONE,
                List.of(new ModelConfig("bench", null, null, List.of())),
                false);
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
