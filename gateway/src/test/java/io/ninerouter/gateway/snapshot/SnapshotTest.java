package io.ninerouter.gateway.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Credentials;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.GatewayConfig.Settings;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.config.PriceRule;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.config.SecretText;
import io.ninerouter.gateway.snapshot.Caller.Standing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {
    private static final Credentials NO_CREDENTIALS = new Credentials("r1", Map.of());

    @Test
    void findsProvidersByIdAndPrefix() {
        Snapshot snapshot = Snapshot.compile(
                config(
                        List.of(provider("openai", "https://api.openai.com/v1", "oai")),
                        List.of(connection("main", "openai", 0))),
                NO_CREDENTIALS);
        assertThat(snapshot.provider("openai")).isNotNull().isSameAs(snapshot.provider("oai"));
        assertThat(snapshot.provider("openai").address().fixed())
                .hasHost("api.openai.com")
                .hasPath("/v1");
        assertThat(snapshot.provider("other")).isNull();
        assertThat(snapshot.problems()).isEmpty();
    }

    @Test
    void ordersConnectionsByPriorityThenName() {
        Snapshot snapshot = Snapshot.compile(
                config(
                        List.of(provider("openai", "https://x", "oai")),
                        List.of(
                                connection("c", "openai", 5),
                                connection("b", "openai", 10),
                                connection("a", "openai", 10),
                                connection("d", "openai", -1))),
                NO_CREDENTIALS);
        assertThat(snapshot.provider("openai").connections())
                .extracting(Connection::name)
                .containsExactly("d", "c", "a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.openai.com", "ftp://x", "http://", "https://sk-secret@:x y", "/v1", "mailto:x@y"})
    void leavesOutAProviderWithoutAnAddressAndServesTheRest(String baseUrl) {
        Snapshot snapshot = Snapshot.compile(
                config(
                        List.of(provider("bad", baseUrl, "b"), provider("good", "http://10.0.0.1:8000/v1", "g")),
                        List.of(connection("one", "bad", 0), connection("two", "good", 0), connection("x", "gone", 0))),
                NO_CREDENTIALS);
        assertThat(snapshot.providers()).extracting(Provider::id).containsExactly("good");
        assertThat(snapshot.problems())
                .containsExactly(
                        "connections [one]: provider bad is not usable (left out)",
                        "connections [x]: provider gone is not usable (left out)",
                        "provider bad: baseUrl is no absolute http(s) address (left out)");
    }

    @Test
    void knowsCallersByTheDigestOfTheirKey() {
        String digest = ConfigCodec.keyDigest(SecretText.of("sk-1"));
        String rotated = ConfigCodec.keyDigest(SecretText.of("sk-2"));
        GatewayConfig config = new GatewayConfig(
                1,
                "ai/main",
                Settings.DEFAULT,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new KeyConfig("agents/coder", List.of(digest, rotated), true, null, List.of("my-*"))));
        Snapshot snapshot = Snapshot.compile(config, NO_CREDENTIALS);

        for (String known : List.of(digest, rotated)) {
            assertThat(snapshot.lookup(known, 0)).isInstanceOfSatisfying(KeyLookup.Known.class, found -> {
                assertThat(found.caller().name()).isEqualTo("agents/coder");
                assertThat(found.caller().mayUse("my-stack")).isTrue();
                assertThat(found.caller().mayUse("openai/gpt-5")).isFalse();
            });
        }
        assertThat(snapshot.lookup(ConfigCodec.keyDigest(SecretText.of("sk-3")), 0))
                .isEqualTo(new KeyLookup.Unknown());
        assertThat(snapshot.lookup("", 0)).isEqualTo(new KeyLookup.Unknown());
    }

    @ParameterizedTest
    @CsvSource({
        "true, , 5, ACTIVE",
        "false, , 5, PAUSED",
        "true, 10, 9, ACTIVE",
        "true, 10, 10, EXPIRED",
        "true, 10, 11, EXPIRED",
        "false, 10, 11, PAUSED"
    })
    void tellsHowACallerStands(boolean active, Long expiresAtMillis, long now, Standing standing) {
        assertThat(new Caller("a/b", active, expiresAtMillis, ModelGlobs.ALL).standing(now))
                .isEqualTo(standing);
    }

    @Test
    void servesTheFirstOfTwoCallersWithOneKeyAndSaysSo() {
        String digest = ConfigCodec.keyDigest(SecretText.of("sk-1"));
        GatewayConfig config = new GatewayConfig(
                1,
                "ai/main",
                Settings.DEFAULT,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(
                        new KeyConfig("a/one", List.of(digest), true, null, List.of()),
                        new KeyConfig("a/two", List.of(digest), true, null, List.of())));
        Snapshot snapshot = Snapshot.compile(config, NO_CREDENTIALS);
        assertThat(snapshot.lookup(digest, 0))
                .isInstanceOfSatisfying(
                        KeyLookup.Known.class,
                        found -> assertThat(found.caller().name()).isEqualTo("a/one"));
        assertThat(snapshot.problems()).containsExactly("key of a/two: another caller has the same one (left out)");
    }

    @Test
    void takesNewCredentialsWithoutCompilingAgain() {
        Snapshot before = Snapshot.compile(
                config(List.of(provider("openai", "https://x", "o")), List.of(connection("main", "openai", 0))),
                NO_CREDENTIALS);
        Connection main = before.provider("openai").connections().getFirst();
        Snapshot after = before.with(new Credentials("r2", Map.of("main", Credential.apiKey("sk-up"))));

        assertThat(before.equipped(main)).isFalse();
        assertThat(after.equipped(main)).isTrue();
        assertThat(after.provider("openai")).isSameAs(before.provider("openai"));
        assertThat(after.configRevision()).isEqualTo(before.configRevision()).hasSize(16);
        assertThat(after.credentialsRevision()).isEqualTo("r2");
        assertThat(after.credential("main")).isEqualTo(Credential.apiKey("sk-up"));
        assertThat(before.credential("main")).isNull();
    }

    @Test
    void swapsWhole() {
        SnapshotHolder holder = new SnapshotHolder();
        assertThat(holder.current()).isNull();
        Snapshot one = Snapshot.compile(config(List.of(), List.of()), NO_CREDENTIALS);
        assertThat(holder.swap(one)).isNull();
        Snapshot two = one.with(NO_CREDENTIALS);
        assertThat(holder.swap(two)).isSameAs(one);
        assertThat(holder.current()).isSameAs(two);
    }

    @Test
    void aPriceIsTheRoutersThenTheModelsThenTheListed() {
        ProviderConfig plain = provider("p", "http://a", "p");
        PriceConfig own = PriceConfig.of("2", "2", null, null);
        List<ModelConfig> models = List.of(
                new ModelConfig("ruled", null, null, List.of(), own),
                new ModelConfig("own", null, null, List.of(), own),
                new ModelConfig("listed", null, null, List.of()));
        List<ModelConfig> told = List.of(
                new ModelConfig("broker/known", null, null, List.of(), PriceConfig.of("5", "6", null, null)),
                new ModelConfig("list-known", null, null, List.of(), PriceConfig.of("7", "7", null, null)));
        List<PriceRule> listed = List.of(
                new PriceRule(null, "list*", PriceConfig.of("3", "3", null, null)),
                new PriceRule(null, "*d", PriceConfig.of("4", "4", null, null)),
                new PriceRule(null, "own", PriceConfig.of("4", "4", null, null)),
                new PriceRule(null, "broker/*", PriceConfig.AS_REPORTED));
        ProviderConfig priced = new ProviderConfig(
                        "p",
                        plain.prefixes(),
                        plain.dialects(),
                        plain.baseUrl(),
                        plain.auth(),
                        plain.headers(),
                        plain.edits(),
                        models,
                        true,
                        listed)
                .withListed(told);
        Settings usual = Settings.DEFAULT;
        Settings ruled = new Settings(
                true,
                usual.accounts(),
                usual.timeouts(),
                usual.keepAliveMillis(),
                usual.limits(),
                usual.requestLog(),
                List.of(
                        new PriceRule("q", "*", PriceConfig.of("9", "9", null, null)),
                        new PriceRule("p", "r*d", PriceConfig.of("1", "1", null, null)),
                        new PriceRule(null, "ruled", PriceConfig.of("9", "9", null, null))));
        Snapshot snapshot = Snapshot.compile(
                new GatewayConfig(
                        1,
                        "ai/main",
                        ruled,
                        List.of(priced),
                        List.of(connection("c", "p", 1)),
                        List.of(),
                        List.of(),
                        List.of()),
                NO_CREDENTIALS);

        Map.of("ruled", "1", "own", "2", "listed", "3", "list-known", "3", "unheard-d", "4", "broker/known", "5")
                .forEach((model, input) -> assertThat(
                                snapshot.provider("p").price(model).input())
                        .as(model)
                        .isEqualByComparingTo(input));
        assertThat(snapshot.provider("p").price("nobody's")).isNull();
        assertThat(snapshot.provider("p").price("broker/known"))
                .isEqualTo(PriceConfig.of("5", "6", null, null).asReported(true));
        assertThat(snapshot.provider("p").price("broker/new")).isEqualTo(PriceConfig.AS_REPORTED);
    }

    private static GatewayConfig config(List<ProviderConfig> providers, List<ConnectionConfig> connections) {
        return new GatewayConfig(
                1, "ai/main", Settings.DEFAULT, providers, connections, List.of(), List.of(), List.of());
    }

    private static ProviderConfig provider(String id, String baseUrl, String prefix) {
        return new ProviderConfig(
                id,
                List.of(id, prefix),
                List.of(Dialect.OPENAI_CHAT),
                baseUrl,
                AuthScheme.BEARER,
                Map.of(),
                BodyEdits.NONE,
                List.of(new ModelConfig("gpt-5", null, null, List.of())),
                false);
    }

    private static ConnectionConfig connection(String name, String provider, int priority) {
        return new ConnectionConfig(name, provider, priority, 1, List.of(), 0, true);
    }
}
