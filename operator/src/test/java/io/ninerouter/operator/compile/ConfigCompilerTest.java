package io.ninerouter.operator.compile;

import static io.ninerouter.operator.compile.ObjectRef.Kind.COMBO;
import static io.ninerouter.operator.compile.ObjectRef.Kind.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.config.AliasConfig;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.ComboConfig;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.config.PriceRule;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.catalog.Catalogue;
import io.ninerouter.operator.catalog.CatalogueEntry;
import io.ninerouter.operator.catalog.CatalogueLoader;
import io.ninerouter.operator.catalog.Way;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigCompilerTest {

    @Test
    void routerWithWrongSettingsServesWithDefaults() {
        GatewayConfig config =
                World.with("openai").router("{keepAlive: soon}").compile().config();

        assertThat(config.settings()).isEqualTo(GatewayConfig.Settings.DEFAULT);
        assertThat(config.connections()).hasSize(1);
    }

    @Test
    void settingsAreThoseOfTheRouter() {
        GatewayConfig.Settings settings = new World()
                .router("{access: {requireApiKey: false}, keepAlive: 1m30s, timeouts: {connect: 250ms, idle: 1.5s},"
                        + " limits: {maxRequestBytes: 2Ki, maxInFlightRequests: 7},"
                        + " routing: {accounts: {strategy: RoundRobin, stickyLimit: 5, sessionAffinity: false}}}")
                .compile()
                .config()
                .settings();

        assertThat(settings.requireApiKey()).isFalse();
        assertThat(settings.keepAliveMillis()).isEqualTo(90_000);
        assertThat(settings.timeouts()).isEqualTo(new GatewayConfig.Timeouts(250, 120_000, 1_500));
        assertThat(settings.limits()).isEqualTo(new GatewayConfig.Limits(2_048, 7));
        assertThat(settings.accounts().stickyLimit()).isEqualTo(5);
        assertThat(settings.accounts().sessionAffinity()).isFalse();
    }

    @Test
    void pricesArriveToTheLastDigit() {
        GatewayConfig config = new World()
                .router("{pricing: [{provider: n, model: 'gpt-*', input: '1.25', output: '10', cacheRead: '0.125'},"
                        + " {model: '*', cacheWrite: '0.000000001'}]}")
                .node(
                        "n",
                        "{dialect: Gemini, baseUrl: 'http://x',"
                                + " models: [{id: m, price: {input: '0.1', output: '123456789012.000000001'}}, {id: free}]}")
                .account("c", "n")
                .compile()
                .config();

        GatewayConfig arrived = ConfigCodec.decode(ConfigCodec.encode(config));

        assertThat(arrived).isEqualTo(config);
        assertThat(arrived.settings().prices())
                .containsExactly(
                        new PriceRule("n", "gpt-*", PriceConfig.of("1.25", "10", "0.125", null)),
                        new PriceRule(null, "*", PriceConfig.of(null, null, null, "0.000000001")));
        assertThat(arrived.providers().getFirst().models())
                .extracting(ModelConfig::price)
                .containsExactly(PriceConfig.of("0.1", "123456789012.000000001", null, null), null);
    }

    @Test
    void listPricesTravelWithABuiltInProviderAndNotWithANodeOfItsName() {
        GatewayConfig builtIn = World.with("deepseek").compile().config();
        GatewayConfig own = World.with("deepseek")
                .node("deepseek", "{dialect: OpenAIChat, baseUrl: 'http://x'}")
                .compile()
                .config();

        GatewayConfig arrived = ConfigCodec.decode(ConfigCodec.encode(builtIn));
        assertThat(arrived).isEqualTo(builtIn);
        assertThat(arrived.providers().getFirst().prices())
                .extracting(PriceRule::model)
                .contains("deepseek-v4-pro");
        assertThat(own.providers().getFirst().prices()).isEmpty();
        assertThat(arrived.connections().getFirst().subscription()).isFalse();
    }

    @Test
    void anAccountOfAProviderThatSellsSubscriptionsIsNotBilledUnlessANodeHasItsName() {
        String node = "{dialect: OpenAIChat, baseUrl: 'http://x'}";
        CatalogueEntry plan = subscription(CatalogueLoader.load().entries().get("deepseek"));
        GatewayConfig config = new World(new Catalogue(Map.of("plan", plan, "own", plan)))
                .node("own", node)
                .account("a", "plan")
                .account("b", "own")
                .compile()
                .config();

        assertThat(config.connections())
                .extracting(ConnectionConfig::name, ConnectionConfig::subscription)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("a", true),
                        org.assertj.core.api.Assertions.tuple("b", false));
        assertThat(ConfigCodec.decode(ConfigCodec.encode(config))).isEqualTo(config);
    }

    private static CatalogueEntry subscription(CatalogueEntry entry) {
        ProviderNode.Spec node = entry.node();
        return new CatalogueEntry(
                new ProviderNode.Spec(
                        null,
                        null,
                        node.dialect(),
                        List.of(),
                        node.baseUrl(),
                        node.auth(),
                        null,
                        Map.of(),
                        null,
                        List.of(),
                        List.of(),
                        null,
                        null),
                new CatalogueEntry.Extra(
                        null, true, Set.of(Way.API_KEY), Map.of(), null, null, null, null, null, List.of()));
    }

    @Test
    void onlyProvidersThatAConnectionNamesAreServed() {
        GatewayConfig config =
                World.with("deepseek").endpoint("spare", "spare").compile().config();

        assertThat(config.providers()).extracting(ProviderConfig::id).containsExactly("deepseek");
        assertThat(config.providers().getFirst().prefixes()).containsExactly("deepseek", "ds");
        assertThat(config.connections())
                .containsExactly(new ConnectionConfig("deepseek", "deepseek", 10, 1, List.of(), 0, true));
    }

    @Test
    void nodeTakesOnlyThePrefixesItClaimsFromABuiltInProvider() {
        GatewayConfig config = World.with("deepseek")
                .endpoint("mine", "ds")
                .account("m", "mine")
                .compile()
                .config();

        assertThat(config.providers())
                .extracting(ProviderConfig::id, ProviderConfig::prefixes)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("deepseek", List.of("deepseek")),
                        org.assertj.core.api.Assertions.tuple("mine", List.of("ds", "mine")));
    }

    @Test
    void nodeIsCompiledAsDeclared() {
        World world = new World()
                .node(
                        "n",
                        "{dialect: Anthropic, additionalDialects: [OpenAIChat], baseUrl: 'https://h/v1/',"
                                + " auth: {scheme: Query, name: key}, headers: {X-A: b},"
                                + " edits: {remove: [a], rename: {b: c}, set: {d: {e: 1}}},"
                                + " models: [{id: m, contextWindow: 10, maxOutputTokens: 5, input: [image]}]}")
                .account("c", "n");

        ProviderConfig provider = world.compile().config().providers().getFirst();
        assertThat(provider.baseUrl()).isEqualTo("https://h/v1");
        assertThat(provider.auth()).isEqualTo(new AuthScheme(AuthScheme.Scheme.QUERY, "key"));
        assertThat(provider.headers()).containsExactly(Map.entry("x-a", "b"));
        assertThat(provider.edits().set()).containsOnlyKeys("d");
        assertThat(provider.edits().rename()).containsExactly(Map.entry("b", "c"));
        assertThat(provider.models().getFirst().contextWindow()).isEqualTo(10);
        assertThat(provider.dialects()).hasSize(2);
        assertThat(provider.openModels()).isTrue();
    }

    @Test
    void comboServesItsGoodMembers() {
        Compilation compilation =
                World.with("openai").combo("a", "nothing/x", "openai/o3").compile();

        assertThat(compilation.config().combos())
                .extracting(ComboConfig::members)
                .containsExactly(List.of(new ComboConfig.Member("openai/o3", 1)));
    }

    @Test
    void comboWithoutAGoodMemberIsLeftOut() {
        Compilation compilation = World.with("openai").combo("a", "nothing/x").compile();

        assertThat(compilation.config().combos()).isEmpty();
    }

    @Test
    void targetsAreTheModelsBehindAllNames() {
        Verdict verdict = World.with("openai", "groq")
                .account("openai-2", "openai")
                .combo("outer", "inner", "xai/none", "openai/gpt-5")
                .combo("inner", "fast", "openai/gpt-5")
                .alias("fast", "groq/openai/gpt-oss-120b")
                .verdict(COMBO, "outer");

        assertThat(verdict.detail())
                .isEqualTo(new Verdict.OfCombo(List.of(
                        new Verdict.Target("groq/openai/gpt-oss-120b", List.of("groq")),
                        new Verdict.Target("openai/gpt-5", List.of("openai", "openai-2")))));
    }

    @Test
    void aliasMayHoldASlashAndWinsOverTheProvider() {
        GatewayConfig config = World.with("openai")
                .alias("mine", "openai/o3")
                .comboOf("c", "{name: 'stack:1', models: [{model: mine, weight: 3}]}")
                .compile()
                .config();

        assertThat(config.aliases()).containsExactly(new AliasConfig("mine", "openai/o3"));
        assertThat(config.combos().getFirst().name()).isEqualTo("stack:1");
        assertThat(config.combos().getFirst().members()).containsExactly(new ComboConfig.Member("mine", 3));
    }

    @Test
    void configurationHoldsDigestsAndCredentialsHoldKeys() {
        Compilation compilation = World.with("openai")
                .secret("s", "api-key", "sk-canary-of-a-caller-0123456789")
                .key("k", "{secretRef: {name: s}, active: false, models: ['gpt-*'], expiresAt: '2027-01-01T00:00:00Z'}")
                .compile();

        KeyConfig key = compilation.config().keys().getFirst();
        assertThat(key.caller()).isEqualTo("ai/k");
        assertThat(key.active()).isFalse();
        assertThat(key.expiresAtMillis()).isEqualTo(1_798_761_600_000L);
        assertThat(key.digests())
                .containsExactly(ConfigCodec.keyDigest(SecretText.of("sk-canary-of-a-caller-0123456789")));
        assertThat(compilation.credentials().get("openai").secret().reveal()).isEqualTo("key-of-openai");
        assertThat(compilation.toString()).doesNotContain("canary", "key-of-openai");
        assertThat(((Verdict.OfKey) compilation
                                .verdicts()
                                .get(new ObjectRef(KEY, "ai", "k"))
                                .detail())
                        .keyPrefix())
                .isEqualTo("sk-cana…");
    }

    @Test
    void connectionThatIsSwitchedOffIsLeftOutAndSoIsItsCredential() {
        Compilation compilation = new World()
                .secret("s", "api-key", "x")
                .connection("c", "{provider: openai, active: false, auth: {apiKey: {secretRef: {name: s}}}}")
                .compile();

        assertThat(compilation.config().connections()).isEmpty();
        assertThat(compilation.credentials()).isEmpty();
    }

    @Test
    void aLongChainOfAliasesIsResolved() {
        World world = World.with("openai").alias("n0", "openai/o3");
        for (int i = 1; i < 5_000; i++) {
            world.alias("n" + i, "n" + (i - 1));
        }

        Compilation compilation = world.compile();

        assertThat(compilation.config().aliases()).hasSize(5_000);
    }
}
