package io.ninerouter.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.AliasConfig;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.ComboConfig;
import io.ninerouter.config.ComboStrategy;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.ConfigDocument;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Credentials;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.EgressConfig;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.config.Recovery;
import io.ninerouter.config.SecretText;
import io.ninerouter.config.TokenIssuer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A snapshot that takes over what has not changed says the same as one that is made from nothing. */
class SnapshotReuseTest {
    private static final EgressConfig PROXY =
            new EgressConfig("http://all:1", null, List.of(), null, "_proxy", null, null);

    private final Map<String, String> providers = new TreeMap<>(Map.of("p0", "https://p0/v1"));
    private final Map<String, String> connections = new TreeMap<>(Map.of("c0", "p0"));
    private final Map<String, String> combos = new TreeMap<>(Map.of("n0", "p0/m"));
    private final Map<String, String> aliases = new TreeMap<>(Map.of("a0", "p0/m"));
    private final Map<String, String> keys = new TreeMap<>(Map.of("k0", digest(0)));
    private GatewayConfig.Settings settings = GatewayConfig.Settings.DEFAULT;
    private Credentials credentials = new Credentials("1", Map.of("_proxy", Credential.apiKey("0")));

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatWasCompiledBeforeSavesWorkAndChangesNothing(long seed) {
        Random random = new Random(seed);
        Snapshot before = null;
        for (int i = 0; i < 300; i++) {
            change(random);
            ConfigDocument document = document();

            Snapshot next = Snapshot.compile(document, credentials, before);

            assertThat(view(next)).as("step %s", i).isEqualTo(view(Snapshot.compile(document, credentials)));
            before = next;
        }
    }

    @Test
    void anEditOfANameTakesOverEverythingElse() {
        Snapshot before = Snapshot.compile(document(), credentials);
        combos.put("n0", "p0/other");

        Snapshot after = Snapshot.compile(document(), credentials, before);

        assertThat(after.combo("n0").members().getFirst().model()).isEqualTo("p0/other");
        assertThat(after.provider("p0")).isSameAs(before.provider("p0"));
        assertThat(after.lookup(digest(0), 0)).isSameAs(before.lookup(digest(0), 0));
    }

    private void change(Random random) {
        String n = Integer.toString(random.nextInt(4));
        String other = Integer.toString(random.nextInt(4));
        switch (random.nextInt(9)) {
            case 0 -> providers.put("p" + n, random.nextInt(4) == 0 ? "no address" : "https://p" + other + "/v1");
            case 1 -> providers.remove("p" + n);
            case 2 -> connections.put("c" + n, "p" + other);
            case 3 -> connections.remove("c" + n);
            case 4 -> combos.put("n" + n, "p" + other + "/m");
            case 5 -> aliases.put("a" + n, "n" + other);
            case 6 -> keys.put("k" + n, digest(random.nextInt(4)));
            case 7 ->
                credentials =
                        new Credentials(n, Map.of("c0", Credential.apiKey(n), "_proxy", Credential.apiKey(other)));
            default ->
                settings = new GatewayConfig.Settings(
                        true,
                        GatewayConfig.Accounts.DEFAULT,
                        GatewayConfig.Timeouts.DEFAULT,
                        0,
                        GatewayConfig.Limits.DEFAULT,
                        GatewayConfig.RequestLog.METADATA,
                        List.of(),
                        random.nextBoolean() ? null : new TokenIssuer("https://issuer", "ninerouter", "{\"keys\":[]}"),
                        random.nextBoolean() ? null : PROXY);
        }
    }

    private ConfigDocument document() {
        GatewayConfig config = new GatewayConfig(
                GatewayConfig.FORMAT,
                "ns/main",
                settings,
                providers.entrySet().stream().map(SnapshotReuseTest::provider).toList(),
                connections.entrySet().stream()
                        .map(one -> new ConnectionConfig(one.getKey(), one.getValue(), 0, 1, List.of(), 0, true))
                        .toList(),
                combos.entrySet().stream()
                        .map(one -> new ComboConfig(
                                one.getKey(),
                                ComboStrategy.FALLBACK,
                                1,
                                Recovery.FAIL,
                                List.of(new ComboConfig.Member(one.getValue(), 1))))
                        .toList(),
                aliases.entrySet().stream()
                        .map(one -> new AliasConfig(one.getKey(), one.getValue()))
                        .toList(),
                keys.entrySet().stream()
                        .map(one -> new KeyConfig("ns/" + one.getKey(), List.of(one.getValue()), true, null, List.of()))
                        .toList());
        return new ConfigDocument(config, ConfigCodec.revision(config));
    }

    private static ProviderConfig provider(Map.Entry<String, String> one) {
        return new ProviderConfig(
                one.getKey(),
                List.of(one.getKey() + "x"),
                List.of(Dialect.OPENAI_CHAT),
                one.getValue(),
                AuthScheme.BEARER,
                Map.of(),
                BodyEdits.NONE,
                List.of(new ModelConfig("m" + one.getKey().substring(1), null, null, List.of())),
                false);
    }

    /** Everything that a request may ask of it. */
    private List<Object> view(Snapshot snapshot) {
        List<Object> view = new ArrayList<>(List.of(
                snapshot.configRevision(),
                snapshot.credentialsRevision(),
                snapshot.settings(),
                snapshot.problems(),
                snapshot.combos(),
                snapshot.aliases(),
                snapshot.endpoints(),
                snapshot.ways(),
                snapshot.tokens() == null));
        IntStream.range(0, 4).forEach(i -> {
            Provider provider = snapshot.provider("p" + i + "x");
            view.add(provider == null ? "none" : provider.config());
            List<Connection> accounts = provider == null ? List.of() : provider.connections();
            accounts.forEach(account -> view.add(List.of(account.config(), snapshot.way(account))));
            view.add(snapshot.lookup(digest(i), 0));
            view.add(snapshot.hasCaller("ns/k" + i));
            view.add(String.valueOf(snapshot.combo("n" + i)));
            view.add(String.valueOf(snapshot.alias("a" + i)));
            view.add(snapshot.declaring("m" + i).stream().map(Provider::id).toList());
        });
        return view;
    }

    private static String digest(int number) {
        return ConfigCodec.keyDigest(SecretText.of("key-" + number));
    }
}
