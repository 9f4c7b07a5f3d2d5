package io.ninerouter.operator.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.ninerouter.api.v1alpha1.ProviderNode;
import io.ninerouter.catalogue.CatalogueCompiler;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.LongPromptPrice;
import io.ninerouter.config.MediaPrice;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.config.PriceRule;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueLoaderTest {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Catalogue CATALOGUE = CatalogueLoader.load();

    static Stream<String> ids() {
        return CATALOGUE.entries().keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void entryCanBeCalled(String id) {
        ProviderNode.Spec spec = entry(id).node();

        assertThat(spec.baseUrl()).doesNotEndWith("/");
        assertThat(spec.dialect()).isNotNull();
        assertThat(spec.additionalDialects()).doesNotContain(spec.dialect());
        assertThat(spec.models()).allSatisfy(model -> assertThat(model.id()).isNotBlank());
        assertThat(spec.models()).extracting(ProviderNode.Model::id).doesNotHaveDuplicates();
        if (spec.dialect() == Dialect.ANTHROPIC) {
            assertThat(spec.headers()).containsEntry("anthropic-version", "2023-06-01");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"ftp://host/v1", "host/v1", "'https://{region}.example/v1'", "https://host/v1?x=1", "'https://'"})
    void aFurtherAddressIsAWholeOne(String url) {
        assertThatThrownBy(() -> entryOf("dialect: OpenAIChat\nbaseUrl: https://host/v1\notherUrls: ['" + url + "']\n"))
                .hasMessageContaining("otherUrls: " + url + " (expected: an absolute http or https URL");
    }

    @Test
    void antigravityAnswersAtTwoAddresses() {
        assertThat(entry("antigravity").extra().otherUrls())
                .containsExactly("https://daily-cloudcode-pa.sandbox.googleapis.com/v1internal");
    }

    /** The gateway says who we are: nothing here says that we are somebody else's program. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void entrySendsNoNameOfAnotherProgram(String id) {
        assertThat(entry(id).node().headers().keySet())
                .noneMatch(name -> name.equalsIgnoreCase("user-agent")
                        || name.equalsIgnoreCase("originator")
                        || name.equalsIgnoreCase("x-app"));
        OAuthLogin login = entry(id).extra().oauth();
        assertThat(login == null ? Set.of() : login.headers().keySet()).doesNotContain("user-agent");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void entrySaysHowToGetACredential(String id) {
        CatalogueEntry.Docs docs = entry(id).extra().docs();

        assertThat(docs).isNotNull();
        assertThat(URI.create(docs.url()).getScheme()).isEqualTo("https");
        assertThat(docs.how()).endsWith(".");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void settingsAreInTermsOfTheirPattern(String id) {
        entry(id).extra().settings().forEach((name, setting) -> {
            assertThat(name).matches("[a-z][A-Za-z0-9]*").isNotIn("model", "session", "uuid");
            assertThat(setting.takes("https://a b")).as(name).isFalse();
            assertThat(setting.takes("x/../y")).as(name).isFalse();
        });
    }

    private static CatalogueEntry entry(String id) {
        return CATALOGUE.entries().get(id);
    }

    @Test
    void everyProviderOf9RouterIsHere() {
        assertThat(CATALOGUE.entries().keySet())
                .contains(
                        "claude",
                        "codex",
                        "gemini-cli",
                        "antigravity",
                        "github",
                        "kiro",
                        "cursor",
                        "qwen",
                        "iflow",
                        "kimi-coding",
                        "kilocode",
                        "cline",
                        "opencode",
                        "opencode-go",
                        "gitlab",
                        "codebuddy",
                        "openai",
                        "anthropic",
                        "gemini",
                        "openrouter",
                        "glm",
                        "glm-cn",
                        "kimi",
                        "minimax",
                        "minimax-cn",
                        "alicode",
                        "alicode-intl",
                        "volcengine-ark",
                        "byteplus",
                        "deepseek",
                        "groq",
                        "xai",
                        "mistral",
                        "perplexity",
                        "together",
                        "fireworks",
                        "cerebras",
                        "cohere",
                        "nvidia",
                        "nebius",
                        "siliconflow",
                        "hyperbolic",
                        "chutes",
                        "blackbox",
                        "ollama",
                        "ollama-local",
                        "azure",
                        "cloudflare-ai",
                        "vertex",
                        "vertex-partner",
                        "bedrock");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "unknown member | prefx: x | prefx",
                "unknown member of ours | settings: {region: {requried: true, description: d}} | requried",
                "unknown word | profile: Codecks | Codecks",
                "login that nobody may use | {oauth: {import: {needs: [a], how: h.}}} | takes",
                "way without a login | takes: [oauth] | takes",
                "login without a flow | {takes: [oauth], oauth: {client: {id: a}}} | no flow",
                "setting without a word | settings: {region: {required: true}} | description",
                "default beside required | settings: {region: {required: true, default: a, description: d}} | default",
                "default of another form | settings: {region: {default: 'a b', description: d}} | match",
            })
    void wrongEntriesAreRefused(String what, String member, String message) {
        String members = member.startsWith("{") ? member.substring(1, member.length() - 1) : member;
        assertThatThrownBy(
                        () -> entryOf("{dialect: OpenAIChat, baseUrl: 'https://models.example/v1', " + members + "}"))
                .as(what)
                .hasMessageContaining(message);
    }

    @Test
    void whatIsReadIsWhatTheFilesSay() throws IOException {
        Path resources = Path.of(System.getProperty("ninerouter.root", ".."), "crds/src/main/resources");

        try (InputStream made = CatalogueLoaderTest.class.getResourceAsStream("/" + CatalogueCompiler.FILE)) {
            assertThat(Objects.requireNonNull(made))
                    .hasContent(CatalogueCompiler.compile(resources).toString());
        }
    }

    @Test
    void aPriceKeepsItsDigits(@TempDir Path resources) throws IOException {
        Files.createDirectories(resources.resolve("providers"));
        Files.createDirectories(resources.resolve("prices"));
        Files.writeString(resources.resolve("providers/index"), "a\n\n");
        Files.writeString(resources.resolve("providers/a.yaml"), "price: 0.30\n");
        Files.writeString(resources.resolve("prices/list.yaml"), "input: 1.10\n");

        CatalogueCompiler.main(new String[] {resources.toString(), resources.toString()});

        assertThat(resources.resolve(CatalogueCompiler.FILE))
                .hasContent("{\"providers\":{\"a\":{\"price\":0.30}},\"prices\":{\"input\":1.10}}");
    }

    @Test
    void aMemberThatIsSaidTwiceIsRefused(@TempDir Path resources) throws IOException {
        Files.createDirectories(resources.resolve("providers"));
        Files.writeString(resources.resolve("providers/index"), "a\n");
        Files.writeString(resources.resolve("providers/a.yaml"), "price: 1\nprice: 2\n");

        assertThatThrownBy(() -> CatalogueCompiler.compile(resources)).hasMessageContaining("a.yaml");
    }

    @Test
    void indexListsEveryFile() throws IOException {
        Path folder = Path.of(System.getProperty("ninerouter.root", ".."), "crds/src/main/resources/providers");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".yaml"))
                            .map(name -> name.substring(0, name.length() - ".yaml".length())))
                    .containsExactlyInAnyOrderElementsOf(CATALOGUE.entries().keySet());
        }
    }

    @Test
    void knowsTheShortPrefixesPeopleType() {
        assertThat(Map.of("ds", "deepseek", "pplx", "perplexity", "ark", "volcengine-ark", "openai", "openai"))
                .allSatisfy(
                        (prefix, id) -> assertThat(CATALOGUE.idOfPrefix(prefix)).isEqualTo(id));
    }

    @Test
    void listPricesHaveADateAndASource() {
        ListPrices prices = CATALOGUE.prices();
        assertThat(LocalDate.parse(prices.date())).isAfter("2026-01-01");
        assertThat(prices.tables()).isNotEmpty().allSatisfy(table -> {
            assertThat(URI.create(table.source()).getScheme()).isEqualTo("https");
            assertThat(table.providers()).allMatch(CATALOGUE.entries()::containsKey);
            assertThat(LocalDate.parse(table.date())).isAfter("2026-01-01").isBeforeOrEqualTo(prices.date());
            assertThat(table.evidence())
                    .isNotEmpty()
                    .isSubsetOf("page", "litellm", "genai-prices", "copy")
                    .doesNotHaveDuplicates();
        });
    }

    /**
     * Each row has the date, source and evidence of its table: what rests on something else stands in a table of its own, and no
     * row is hidden by one of another table.
     */
    @Test
    void everyPriceHasTheEvidenceOfItsTableAndStandsOnce() {
        for (String provider : CATALOGUE.entries().keySet()) {
            assertThat(CATALOGUE.prices().of(provider))
                    .as(provider)
                    .extracting(PriceRule::model)
                    .doesNotHaveDuplicates();
        }
        assertThat(CATALOGUE.prices().tables())
                .as("nothing but transcripts")
                .filteredOn(table -> table.evidence().equals(List.of("copy")))
                .singleElement()
                .satisfies(table -> assertThat(table.prices())
                        .flatExtracting(ListPrices.Entry::models)
                        .containsExactly("gpt-6.2-astra", "gpt-6.2-sol"));
    }

    /** Each word of evidence is explained at the head of the file, and each table's source is a page of its vendor. */
    @Test
    void theHeadOfTheFileExplainsTheWordsForEvidence() throws IOException {
        String head = Files.readString(Path.of(
                        System.getProperty("ninerouter.root", ".."), "crds/src/main/resources/prices/list.yaml"))
                .split("\ntables:", 2)[0];
        assertThat(CATALOGUE.prices().tables())
                .flatExtracting(ListPrices.Table::evidence)
                .allSatisfy(word -> assertThat(head).containsPattern("(?m)^#   " + word + " +\\S"));
    }

    /** A cached token never costs more than a fresh one, a written or generated one never less. */
    @Test
    void listPricesArePlausible() {
        List<PriceRule> all = CATALOGUE.entries().keySet().stream()
                .flatMap(id -> CATALOGUE.prices().of(id).stream())
                .toList();
        assertThat(all).hasSizeGreaterThan(40).allSatisfy(rule -> {
            PriceConfig price = rule.price();
            if (price.equals(PriceConfig.AS_REPORTED)) {
                return;
            }
            assertThat(price.input()).isPositive();
            if (price.cacheRead() != null) {
                assertThat(price.cacheRead()).isLessThan(price.input());
            }
            if (price.cacheWrite() != null) {
                assertThat(price.cacheWrite()).isGreaterThan(price.input());
            }
            if (price.output() != null) {
                assertThat(price.output()).isGreaterThanOrEqualTo(price.input());
            }
            if (price.cacheWrite1h() != null) {
                assertThat(price.cacheWrite1h())
                        .isGreaterThan(Objects.requireNonNullElse(price.cacheWrite(), price.input()));
            }
            assertThat(price.tiers())
                    .allSatisfy(
                            tier -> assertThat(tier.factor()).isBetween(new BigDecimal("0.5"), new BigDecimal("6")));
            for (MediaPrice media : Stream.of(price.audio(), price.image())
                    .filter(Objects::nonNull)
                    .toList()) {
                assertThat(media.input() == null || media.input().compareTo(price.input()) > 0)
                        .isTrue();
                assertThat(media.output() == null || media.output().compareTo(price.output()) > 0)
                        .isTrue();
            }
            LongPromptPrice longer = price.longPrompt();
            if (longer != null) {
                assertThat(longer.input()).isGreaterThan(price.input());
                assertThat(longer.output()).isGreaterThan(price.output());
                assertThat(longer.cacheRead() == null).isEqualTo(price.cacheRead() == null);
                assertThat(longer.cacheWrite() == null).isEqualTo(price.cacheWrite() == null);
                assertThat(longer.cacheWrite1h() == null).isEqualTo(price.cacheWrite1h() == null);
            }
        });
    }

    /** What requests of the usual form would cost, worked out by hand from the pages; USD. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    bedrock   | us.anthropic.claude-sonnet-4-5-20250929-v1:0     | 1000000 | 1000000 | 1000000 | 1000000 | 1000000 | 30.855
                    bedrock   | global.anthropic.claude-sonnet-4-5-20250929-v1:0 | 1000000 | 1000000 | 1000000 | 1000000 | 1000000 | 28.05
                    bedrock   | eu.anthropic.claude-haiku-5-5                    | 10000   | 80000   | 5000    | 0       | 2000    | 0.0037675
                    bedrock   | eu.anthropic.claude-haiku-5-5                    | 10000   | 90001   | 0       | 0       | 2000    | 0.015950055
                    mistral   | mistral-medium-3.5                               | 1000000 | 1000000 | 0       | 0       | 1000000 | 9.15
                    zai       | glm-5.3                                          | 1000000 | 1000000 | 0       | 0       | 1000000 | 6.06
                    fireworks | accounts/fireworks/models/gpt-oss-120b           | 1000000 | 1000000 | 0       | 0       | 1000000 | 0.765
                    mistral   | mistral-large-4                                  | 1000000 | 1000000 | 0       | 0       | 1000000 | 2.87
                    moonshot  | kimi-k3                                          | 1000000 | 0       | 0       | 1000000 | 0       | 9
                    openai    | gpt-5.6-sol                                      | 200000  | 72000   | 0       | 0       | 1000    | 0.8488
                    openai    | gpt-5.6-sol                                      | 200000  | 72001   | 0       | 0       | 1000    | 1.6876008
                    anthropic | claude-sonnet-4-5                                | 200001  | 0       | 0       | 0       | 1000    | 1.222506
                    openai    | gpt-6-sol                                        | 0       | 0       | 100000  | 100000  | 0       | 0.75
                    openai    | gpt-6-sol                                        | 0       | 0       | 0       | 300000  | 1000    | 3.015
                    cohere    | command-r7b-12-2024                              | 1000000 | 0       | 0       | 0       | 1000000 | 0.1875
                    """)
    void listPricesYieldWhatAPersonWorksOut(
            String provider, String model, long input, long read, long written, long hour, long output, String usd) {
        PriceConfig known = CATALOGUE.prices().of(provider).stream()
                .filter(rule -> matches(rule.model(), model))
                .findFirst()
                .orElseThrow()
                .price();
        PriceConfig price = known.forPrompt(input + read + written + hour);
        BigDecimal sum = Stream.of(
                        part(price.input(), input),
                        part(price.cacheRead(), read),
                        part(price.cacheWrite(), written),
                        part(price.cacheWrite1h(), hour),
                        part(price.output(), output))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(sum).isEqualByComparingTo(usd);
    }

    private static boolean matches(String glob, String model) {
        return glob.endsWith("*") ? model.startsWith(glob.substring(0, glob.length() - 1)) : glob.equals(model);
    }

    private static BigDecimal part(@Nullable BigDecimal price, long tokens) {
        return price == null ? BigDecimal.ZERO : price.multiply(BigDecimal.valueOf(tokens, 6));
    }

    /** A million tokens in, at the host that is asked. */
    @ParameterizedTest(name = "{0}: {1} at {2}")
    @CsvSource({
        "openai, gpt-6.1-terra, api.openai.com,                        1",
        "openai, gpt-6.1-terra, eu.api.openai.com,                     1.1",
        "openai, gpt-4.1,       eu.api.openai.com,                     2",
        "vertex, gemini-3.8-flash, aiplatform.googleapis.com,          0.75",
        "vertex, gemini-3.8-flash, us-east5-aiplatform.googleapis.com, 0.825",
        "vertex, gemini-2.5-pro,   us-east5-aiplatform.googleapis.com, 1.25"
    })
    void aRegionsHostIsDearerWhereItsVendorSaysSo(String provider, String model, String host, String usd) {
        PriceConfig price = CATALOGUE.prices().of(provider).stream()
                .filter(rule -> matches(rule.model(), model))
                .findFirst()
                .orElseThrow()
                .price();
        assertThat(price.at(host).input()).isEqualByComparingTo(usd);
    }

    /** Fees of brokers and for searches are no prices of tokens. */
    @ParameterizedTest
    @ValueSource(strings = {"openrouter", "kilocode", "perplexity", "xai"})
    void whoSaysWhatAnAnswerCostsIsPaidThat(String provider) {
        List<PriceRule> rules = CATALOGUE.prices().of(provider);
        assertThat(rules).isNotEmpty().allMatch(rule -> rule.price().reported());
        assertThat(rules.getLast().model()).isEqualTo("*");
    }

    @Test
    void everyBuiltInModelOfTheLargeVendorsHasAPriceAndASubscriptionHasTheSame() {
        for (String id : List.of("openai", "anthropic", "gemini")) {
            List<String> globs =
                    CATALOGUE.prices().of(id).stream().map(PriceRule::model).toList();
            assertThat(CATALOGUE.entries().get(id).node().models())
                    .extracting(ProviderNode.Model::id)
                    // Given away: Google publishes no price.
                    .filteredOn(model -> !model.startsWith("gemma-"))
                    .allSatisfy(model -> assertThat(globs)
                            .anyMatch(glob -> glob.equals(model)
                                    || (glob.endsWith("*") && model.startsWith(glob.substring(0, glob.length() - 1)))));
        }
        assertThat(CATALOGUE.prices().of("claude")).isEqualTo(CATALOGUE.prices().of("anthropic"));
        assertThat(CATALOGUE.prices().of("somebody-else")).isEmpty();
    }

    @Test
    void refusesTwoEntriesWithOnePrefix() {
        CatalogueEntry deepseek = CATALOGUE.entries().get("deepseek");

        assertThatThrownBy(() -> new Catalogue(Map.of("deepseek", deepseek, "ds", deepseek)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ds");
    }

    private static CatalogueEntry entryOf(String yaml) throws IOException {
        return CatalogueLoader.entry(YAML.readTree(yaml));
    }
}
