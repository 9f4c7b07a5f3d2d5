package io.ninerouter.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a later release publishes is served but for what this one does not understand, and that is told. */
class LaterReleaseTest {
    private static final String SAME = "'id':'p','baseUrl':'http://a','auth':{'scheme':'Bearer'}";

    /** The configuration of 2026-11-30 with words that no release knows yet. */
    @Test
    void ofAConfigurationOfALaterReleaseAllIsReadButWhatUsesNewWords() throws IOException {
        ConfigDocument read = read(later());

        assertThat(read.revision()).isEqualTo(ConfigCodec.shortDigest(later()));
        assertThat(read.config().providers()).extracting(ProviderConfig::id).containsExactly("azure", "openai", "vllm");
        assertThat(read.config().connections()).hasSize(7);
        assertThat(read.config().combos())
                .extracting(ComboConfig::name, ComboConfig::strategy, ComboConfig::recovery)
                .containsExactly(
                        tuple("c1", ComboStrategy.FALLBACK, Recovery.FAIL),
                        tuple("my-coding-stack", ComboStrategy.FALLBACK, Recovery.FAIL));
        assertThat(read.config().aliases()).hasSize(2);
        assertThat(read.config().keys())
                .extracting(KeyConfig::caller)
                .containsExactly("ninerouter-system/caller", "ninerouter-system/coder", "ninerouter-system/intern");
        assertThat(read.config().settings().requestLog()).isEqualTo(GatewayConfig.RequestLog.METADATA);
        assertThat(read.config().settings().accounts().strategy()).isEqualTo(AccountStrategy.FILL_FIRST);
    }

    @Test
    void whatIsNotUnderstoodIsToldWithTheWordAndThoseThatAreKnown() throws IOException {
        assertThat(read(later()).notUnderstood())
                .extracting(one -> one.part() + " " + one.name() + ": " + one.reason())
                .containsExactly(
                        "combos c1: recovery: Replay (expected: one of Fail, Continue, as this release knows no other);"
                                + " Fail counts; strategy: Cheapest (expected: one of Fallback, RoundRobin, Weighted,"
                                + " LowestCost, LowestLatency, as this release knows no other); Fallback counts",
                        "keys ninerouter-system/bounded: not served: budget.period: QUARTER (expected: one of DAY, WEEK,"
                                + " MONTH, as this release knows no other)",
                        "providers bedrock: not served: auth.scheme: Mtls (expected: one of Bearer, Header, Query, SigV4,"
                                + " None, as this release knows no other)",
                        "providers company-gateway: not served: rules.0.dialect: OpenAIRealtime (expected: one of "
                                + "OpenAIChat, OpenAIResponses, Anthropic, Gemini, CodeAssist, Kiro, Cursor, BedrockConverse,"
                                + " Ollama, as this release knows no other)",
                        "providers own: not served: dialects.0: OpenAIRealtime (expected: one of OpenAIChat,"
                                + " OpenAIResponses, Anthropic, Gemini, CodeAssist, Kiro, Cursor, BedrockConverse, Ollama, as"
                                + " this release knows no other)",
                        "providers priced: not served: profile: Chatty (expected: one of Codex, Copilot, IFlow,"
                                + " Antigravity, Vertex, Mistral, as this release knows no other)",
                        "settings : strategy: Auction (expected: one of FillFirst, RoundRobin, LeastUsed, as this release"
                                + " knows no other); FillFirst counts; requestLog: Sampled (expected: one of None,"
                                + " Metadata, Bodies, as this release knows no other); Metadata counts");
    }

    @Test
    void theReaderThatKnowsTheDocumentBeforeSaysTheSame() throws IOException {
        ConfigReader reader = new ConfigReader();
        reader.read(Map.of(RouterSecrets.CONFIG_KEY, ConfigCodec.gzip(later())));

        assertThat(reader.read(Map.of(RouterSecrets.CONFIG_KEY, ConfigCodec.gzip(later()))))
                .isEqualTo(read(later()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a word of a member of an element | {'providers':[{'id':'p','baseUrl':'http://a','dialects':['X']}]} | providers p
            a bound that has become wider    | {'connections':[{'name':'c','provider':'p','weight':0}]}          | connections c
            another form                     | {'aliases':[{'alias':'a','target':{'model':'m'}}]}               | aliases a
            an element that is none          | {'aliases':[7]}                                                  | aliases_
            one without a name               | {'combos':[{'strategy':'X'}]}                                    | combos_
            """)
    void anElementThatCannotBeReadIsLeftOutAlone(String what, String more, String told) {
        String document = "{'format':1,'router':'n/r'," + more.substring(1);

        ConfigDocument read = read(bytes(document));

        assertThat(read.config())
                .isEqualTo(new GatewayConfig(
                        1,
                        "n/r",
                        GatewayConfig.Settings.DEFAULT,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()));
        assertThat(read.notUnderstood())
                .extracting(one -> one.part() + " " + one.name())
                .containsExactly(told.replace('_', ' '));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            settings of another form | {'format':1,'router':'n/r','settings':{'timeouts':7}} | not readable
            a format that is unknown | {'format':7,'providers':[{'dialects':['X']}]}         | format: 7
            no Router                | {'format':1,'aliases':[{'alias':7}]}                  | router
            no JSON                  | {'format':1,                                          | not readable
            """)
    void whatHoldsForEverybodyIsRefusedAsAWhole(String what, String document, String why) {
        assertThatThrownBy(() -> read(bytes(document)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void whatCannotBeReadIsNotQuoted() {
        NotUnderstood told = read(bytes("{'format':1,'router':'n/r','keys':[{'caller':'c','digests':'canary'}]}"))
                .notUnderstood()
                .getFirst();

        assertThat(told.reason())
                .isEqualTo("not served: digests: not of the form that this release knows")
                .doesNotContain("canary");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            another dialect            | 'dialects':['X']                                              | true
            a profile                  | 'dialects':['Anthropic'],'profile':'X'                        | true
            another place              | 'dialects':['X'],'baseUrl':'http://b'                         | false
            another place beside it    | 'dialects':['X'],'otherUrls':['http://b']                     | false
            another way to show a key  | 'dialects':['X'],'auth':{'scheme':'Header','name':'x'}        | false
            an unknown way to show it  | 'dialects':['Anthropic'],'auth':{'scheme':'X'}                | false
            another header             | 'dialects':['X'],'headers':{'a':'{project}'}                  | false
            another place for tokens   | 'dialects':['X'],'tokenAuth':{'scheme':'Bearer'}              | false
            """)
    void theFormBeforeOfAProviderServesWhereItIsShownTheSameInTheSamePlace(String what, String next, boolean serves) {
        ConfigDocument before = read(bytes(document("'providers':[{" + SAME + ",'dialects':['Anthropic']}]")));
        ConfigDocument after = read(bytes(document("'providers':[{" + SAME + "," + next + "}]")));

        ConfigDocument kept = after.keeping(before);

        assertThat(after.config().providers()).isEmpty();
        assertThat(kept.config().providers()).isEqualTo(serves ? before.config().providers() : List.of());
        assertThat(kept.notUnderstood())
                .hasSize(1)
                .first()
                .satisfies(told -> assertThat(told.reason().startsWith("the form before is served: "))
                        .isEqualTo(serves));
        assertThat(kept.revision()).isEqualTo(after.revision());
        // It goes on to serve, however often something else is published.
        assertThat(after.keeping(kept)).isEqualTo(kept);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a combo           | 'combos':[{'name':'c','members':[{'model':'m'}]}] | 'combos':[{'name':'c','members':7}]      | true
            an alias          | 'aliases':[{'alias':'a','target':'b'}]            | 'aliases':[{'alias':'a','target':[]}]    | true
            a caller          | 'keys':[{'caller':'n/k','active':true}]           | 'keys':[{'caller':'n/k','models':7}]     | false
            an account        | 'connections':[{'name':'c','provider':'p','weight':1}] | 'connections':[{'name':'c','provider':'p'}] | false
            what is gone      | 'aliases':[{'alias':'a','target':'b'}]            | 'aliases':[{'alias':'z','target':[]}]    | false
            """)
    void theFormBeforeServesOfWhatNeitherShowsNorGrantsAnything(String what, String then, String now, boolean serves) {
        ConfigDocument before = read(bytes(document(then)));
        ConfigDocument after = read(bytes(document(now)));

        GatewayConfig kept = after.keeping(before).config();

        assertThat(after.notUnderstood()).hasSize(1);
        assertThat(kept).isEqualTo(serves ? before.config() : after.config());
    }

    @Test
    void whatOnlyComesInAnotherOrderIsNotTakenFromBefore() {
        String members = "'name':'c','members':[{'model':'m'}]";
        ConfigDocument before = read(bytes(document("'combos':[{" + members + ",'strategy':'Weighted'}]")));
        ConfigDocument after = read(bytes(document("'combos':[{" + members + ",'strategy':'X'}]")));

        assertThat(after.keeping(before)).isEqualTo(after);
        assertThat(after.config().combos().getFirst().strategy()).isEqualTo(ComboStrategy.FALLBACK);
    }

    @Test
    void aCredentialOfAnUnknownKindIsLeftOutAloneAndTold() {
        Credentials read = ConfigCodec.decodeCredentials(Map.of(
                "a", ConfigCodec.encode(Credential.apiKey("x")),
                "b", bytes("{'kind':'PASSKEY','secret':'canary'}")));

        assertThat(read.byConnection()).containsOnlyKeys("a");
        assertThat(read.notUnderstood()).singleElement().satisfies(told -> {
            assertThat(told.part()).isEqualTo(NotUnderstood.CONNECTIONS);
            assertThat(told.name()).isEqualTo("b");
            assertThat(told.reason()).contains("API_KEY").doesNotContain("canary", "PASSKEY");
        });
    }

    private static String document(String more) {
        return "{'format':1,'router':'n/r'," + more + "}";
    }

    private static ConfigDocument read(byte[] json) {
        return ConfigDocument.read(Map.of(RouterSecrets.CONFIG_KEY, ConfigCodec.gzip(json)));
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] later() throws IOException {
        try (InputStream in = LaterReleaseTest.class.getResourceAsStream("/releases/later/config.json")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }
}
