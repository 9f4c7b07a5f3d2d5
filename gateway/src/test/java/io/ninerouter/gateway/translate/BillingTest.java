package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.AnswerWatch;
import io.ninerouter.gateway.chat.Billing;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.DialectCodec;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What answers tell of their bill beside tokens, the same whether they are passed on or translated. */
class BillingTest {
    private static final String CHAT = """
            {"id":"c","object":"chat.completion","created":1,"model":"m",
             "choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],%s}""";
    private static final String RESPONSE = """
            {"id":"r","object":"response","created_at":1,"status":"completed","model":"m","output":[{"type":"message",\
            "id":"i","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Hi","annotations":[]}]}],%s}""";
    private static final String MESSAGE = """
            {"id":"m","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Hi"}],\
            "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":2,%s}}""";
    private static final String GENERATED = """
            {"candidates":[{"content":{"role":"model","parts":[{"text":"Hi"}]},"finishReason":"STOP","index":0}],\
            "usageMetadata":{"promptTokenCount":1000,"candidatesTokenCount":1300,"totalTokenCount":2300,%s},"modelVersion":"m"}""";
    private static final String TOKENS =
            "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"total_tokens\":11%s}";
    private static final String COUNTS = "\"usage\":{\"input_tokens\":9,\"output_tokens\":2,\"total_tokens\":11%s}";

    private record Case(String name, Dialect dialect, String body, Billing billing) {}

    private static Case chat(String name, String members, Billing billing) {
        return new Case(name, Dialect.OPENAI_CHAT, CHAT.formatted(members), billing);
    }

    private static Case responses(String name, String members, Billing billing) {
        return new Case(name, Dialect.OPENAI_RESPONSES, RESPONSE.formatted(members), billing);
    }

    private static Case anthropic(String name, String members, Billing billing) {
        return new Case(name, Dialect.ANTHROPIC, MESSAGE.formatted(members), billing);
    }

    private static Case grounded(String name, String queries, String members, long searches) {
        String body = GENERATED
                .formatted(members)
                .replace(
                        "\"index\":0",
                        "\"index\":0,\"groundingMetadata\":{\"webSearchQueries\":" + queries
                                + ",\"groundingChunks\":[{\"web\":{\"uri\":\"https://a.example\"}}]}");
        return new Case(name, Dialect.GEMINI, body, Billing.NONE.withSearches(searches));
    }

    private static Case gemini(String name, String members, Billing billing) {
        return new Case(name, Dialect.GEMINI, GENERATED.formatted(members), billing);
    }

    private static Billing cost(String usd) {
        return Billing.ofCost(new BigDecimal(usd));
    }

    private static Billing audio(long input, long read, long output) {
        return Billing.NONE.withMedia(new Billing.MediaTokens(input, read, output), Billing.MediaTokens.NONE);
    }

    private static Billing image(long input, long read, long output) {
        return Billing.NONE.withMedia(Billing.MediaTokens.NONE, new Billing.MediaTokens(input, read, output));
    }

    private static final List<Case> CASES = List.of(
            chat("nothing", TOKENS.formatted(""), Billing.NONE),
            chat("the usual tier", TOKENS.formatted("") + ",\"service_tier\":\"default\"", Billing.NONE),
            chat("a tier", "\"service_tier\":\"flex\"," + TOKENS.formatted(""), Billing.NONE.served("flex")),
            chat(
                    "a tier after the usage",
                    TOKENS.formatted("") + ",\"service_tier\":\"priority\"",
                    Billing.NONE.served("priority")),
            chat("a tier that is none", TOKENS.formatted("") + ",\"service_tier\":null", Billing.NONE),
            chat(
                    "sound",
                    TOKENS.formatted(
                            ",\"prompt_tokens_details\":{\"audio_tokens\":7},\"completion_tokens_details\":{\"audio_tokens\":1}"),
                    audio(7, 0, 1)),
            chat(
                    "more sound than there is",
                    TOKENS.formatted(",\"prompt_tokens_details\":{\"audio_tokens\":70}"),
                    audio(9, 0, 0)),
            chat(
                    "a broker's cost",
                    TOKENS.formatted(",\"cost\":0.00019,\"is_byok\":false,"
                            + "\"cost_details\":{\"upstream_inference_cost\":0.00019}"),
                    cost("0.00019")),
            chat(
                    "a broker's fee and what the key's owner pays",
                    TOKENS.formatted(
                            ",\"cost\":0.95,\"is_byok\":true," + "\"cost_details\":{\"upstream_inference_cost\":19}"),
                    cost("19.95")),
            chat("a broker's free model", TOKENS.formatted(",\"cost\":0"), cost("0")),
            chat("ticks", TOKENS.formatted(",\"cost_in_usd_ticks\":37756000"), cost("0.0037756000")),
            chat(
                    "a cost with its parts",
                    TOKENS.formatted(",\"cost\":{\"request_cost\":0.006,\"total_cost\":0.00619}"),
                    cost("0.00619")),
            chat(
                    "another currency",
                    TOKENS.formatted(",\"cost\":{\"currency\":\"EUR\",\"total_cost\":0.1}"),
                    Billing.NONE),
            chat("less than nothing", TOKENS.formatted(",\"cost\":-1"), Billing.NONE),
            chat("no number", TOKENS.formatted(",\"cost\":\"much\""), Billing.NONE),
            chat("a number that nobody can add", TOKENS.formatted(",\"cost\":1e-999999999"), Billing.NONE),
            responses("nothing said", COUNTS.formatted(""), Billing.NONE),
            responses(
                    "a tier before", "\"service_tier\":\"flex\"," + COUNTS.formatted(""), Billing.NONE.served("flex")),
            responses(
                    "a tier behind", COUNTS.formatted("") + ",\"service_tier\":\"fast\"", Billing.NONE.served("fast")),
            responses(
                    "searches",
                    "\"tool_usage\":{\"image_gen\":{\"input_tokens\":0},\"web_search\":{\"num_requests\":3}},"
                            + COUNTS.formatted(""),
                    Billing.NONE.withSearches(3)),
            responses(
                    "Perplexity's cost and searches",
                    COUNTS.formatted(",\"tool_calls_details\":{\"search_web\":{\"invocation\":2,\"cost_usd\":0.005}},"
                            + "\"cost\":{\"currency\":\"USD\",\"input_cost\":0.00118,\"output_cost\":0.001125,"
                            + "\"tool_calls_cost\":0.0025,\"total_cost\":0.004805}"),
                    cost("0.004805").withSearches(2)),
            anthropic("the usual", "\"service_tier\":\"standard\",\"inference_geo\":\"global\"", Billing.NONE),
            anthropic("an older model", "\"inference_geo\":\"not_available\"", Billing.NONE),
            anthropic(
                    "fast, in one country, searching",
                    "\"speed\":\"fast\",\"inference_geo\":\"us\",\"server_tool_use\":{\"web_search_requests\":3,\"web_fetch_requests\":1}",
                    Billing.NONE.served("fast").served("us").withSearches(3)),
            gemini("text", "\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":1000}]", Billing.NONE),
            gemini("a tier of Gemini", "\"serviceTier\":\"priority\"", Billing.NONE.served("priority")),
            gemini("a tier of Vertex", "\"trafficType\":\"ON_DEMAND_FLEX\"", Billing.NONE.served("flex")),
            gemini("no tier of Vertex", "\"trafficType\":\"ON_DEMAND\"", Billing.NONE),
            gemini(
                    "searches that are billed, and tools that are not searches",
                    "\"billedToolCalls\":[{\"tool\":\"GOOGLE_SEARCH_RETRIEVAL\",\"successfulToolCallCount\":2},"
                            + "{\"tool\":\"google_search\",\"successfulToolCallCount\":1},"
                            + "{\"tool\":\"google_maps\",\"successfulToolCallCount\":5}]",
                    Billing.NONE.withSearches(3)),
            grounded("each query once, and no empty one", "[\"a\",\"\",\"b\",\"a\"]", "\"x\":0", 2),
            grounded(
                    "what is billed before what was asked",
                    "[\"a\",\"b\"]",
                    "\"billedToolCalls\":[{\"tool\":\"google_search\",\"successfulToolCallCount\":1}]",
                    1),
            grounded("no list", "{\"a\":[]}", "\"x\":0", 0),
            gemini(
                    "sound that was cached in part",
                    "\"cachedContentTokenCount\":300,\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":400},"
                            + "{\"modality\":\"AUDIO\",\"tokenCount\":600}],\"cacheTokensDetails\":[{\"modality\":\"AUDIO\","
                            + "\"tokenCount\":100},{\"modality\":\"TEXT\",\"tokenCount\":200}]",
                    audio(500, 100, 0)),
            gemini(
                    "a picture",
                    "\"candidatesTokensDetails\":[{\"modality\":\"IMAGE\",\"tokenCount\":1120}]",
                    image(0, 0, 1120)));

    @TestFactory
    Stream<DynamicTest> isReadFromWhatPassesBy() {
        return CASES.stream()
                .map(each -> DynamicTest.dynamicTest(each.dialect() + ": " + each.name(), () -> {
                    AnswerWatch watch = Dialects.watch(each.dialect(), Framing.UNARY);
                    byte[] body = each.body().getBytes(StandardCharsets.UTF_8);
                    watch.body(body, 0, body.length);
                    assertThat(billing(watch.usage())).isEqualTo(each.billing());
                }));
    }

    @TestFactory
    Stream<DynamicTest> isReadFromWhatIsTranslated() {
        return CASES.stream()
                .map(each -> DynamicTest.dynamicTest(each.dialect() + ": " + each.name(), () -> {
                    DialectCodec codec = Codecs.ALL.stream()
                            .filter(known -> known.dialect() == each.dialect())
                            .findFirst()
                            .orElseThrow();
                    ByteBuffer body = ByteBuffer.wrap(each.body().getBytes(StandardCharsets.UTF_8));
                    Completion decoded = Completion.fold(Decoding.events(codec, List.of(body), Framing.UNARY));
                    assertThat(billing(decoded.usage())).isEqualTo(each.billing());
                }));
    }

    private static Billing billing(Usage usage) {
        return Objects.requireNonNull(usage).billing();
    }
}
