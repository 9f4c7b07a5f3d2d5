package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.gateway.fake.ClientDialects;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RequestLines;
import io.ninerouter.gateway.fake.RunningGateway;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is recorded of a request when all does not go its usual way. */
class UsageRecordsTest {
    private static final String WORDS = "The quick brown fox jumps over the lazy dog. ";

    private final RunningGateway gateway = RunningGateway.shared();

    @AutoClose
    private final RequestLines lines = new RequestLines();

    @AutoClose
    private final FakeProvider first = FakeProvider.start();

    @AutoClose
    private final FakeProvider second = FakeProvider.start();

    private Configs one(FakeProvider provider, Dialect dialect) {
        return Configs.empty()
                .provider("p", provider.url(), dialect)
                .models(new ModelConfig("m", null, null, List.of(), PriceConfig.of("2", "10", "0.2", null)));
    }

    /** What is recorded of a request. */
    private Map<String, Object> ask(Dialect client, String model, boolean stream) throws Exception {
        return lines.of(gateway.send(
                gateway.post(Dialogs.path(client, model, stream), Dialogs.request(client, model, stream))));
    }

    private static String chunk(String text, String finish) {
        return "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                + "\"delta\":{\"content\":\"" + text + "\"},\"finish_reason\":" + finish + "}]}\n\n";
    }

    @Test
    void aRequestHasItsCostAndAllThatBelongsToIt() throws Exception {
        gateway.use(one(first, Dialect.OPENAI_CHAT));
        first.always(Reply.json(200, Dialogs.answer(Dialect.OPENAI_CHAT)));

        Map<String, Object> line = ask(Dialect.OPENAI_CHAT, "p/m", false);

        // 3 × 2 + 2 × 10, by a million.
        assertThat((BigDecimal) line.get("cost_usd")).isEqualByComparingTo("0.000026");
        assertThat(line)
                .containsEntry("usage", "reported")
                .containsEntry("finish", "stop")
                .containsEntry("connection", "p")
                .containsEntry("provider_dialect", Dialect.OPENAI_CHAT)
                .containsEntry(
                        "bytes_out", (long) Dialogs.answer(Dialect.OPENAI_CHAT).length())
                .containsKey("bytes_in")
                .doesNotContainKeys("chain", "not_billed_usd");
    }

    private static final String SERVED = """
            {"id":"c","object":"chat.completion","created":1,"model":"m","service_tier":"flex","choices":[{"index":0,
            "finish_reason":"stop","message":{"role":"assistant","content":"Hello"}}],"usage":{"prompt_tokens":1000,
            "completion_tokens":100,"total_tokens":1100,"cost":0.00019}}""";

    /** Streamed and not, passed on and translated. */
    private Map<String, Object> served(Dialect client, boolean stream, PriceConfig price) throws Exception {
        gateway.use(Configs.empty()
                .provider("p", first.url(), Dialect.OPENAI_CHAT)
                .models(new ModelConfig("m", null, null, List.of(), price))
                .alias("short", "p/m"));
        String last = SERVED.replace("\n", "")
                .replace("chat.completion", "chat.completion.chunk")
                .replace("message", "delta");
        first.always(stream ? Reply.stream().send("data: " + last + "\n\ndata: [DONE]\n\n") : Reply.json(200, SERVED));
        return ask(client, "short", stream);
    }

    @ParameterizedTest
    @ClientDialects
    void aTierHasItsOwnPrice(Dialect client) throws Exception {
        for (boolean stream : new boolean[] {false, true}) {
            Map<String, Object> line = served(
                    client, stream, PriceConfig.of("2", "10", null, null).withTiers(Map.of("flex", "0.5"), Map.of()));

            // (1,000 × 2 + 100 × 10) ÷ 2, by a million.
            assertThat((BigDecimal) line.get("cost_usd")).isEqualByComparingTo("0.0015");
            assertThat(line).containsEntry("served", "flex").doesNotContainKey("cost");
            if (!stream) {
                assertThat(line)
                        .as("what comes in one piece has no pace")
                        .doesNotContainKey("output_tokens_per_second");
            }
        }
    }

    @ParameterizedTest
    @ClientDialects
    void aTierWithoutAKnownPriceCostsAsTheUsualOneAndIsToldAsUnpriced(Dialect client) throws Exception {
        Map<String, Object> line = served(client, false, PriceConfig.of("2", "10", null, null));

        assertThat((BigDecimal) line.get("cost_usd")).isEqualByComparingTo("0.003");
        assertThat(line).containsEntry("served", "flex").containsEntry("cost", "at_least");
    }

    /** OpenAI's answers do not say how long it keeps what it has cached: the request does. */
    @ParameterizedTest(name = "{0}, told {1} tokens that are kept for long")
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "'prompt_cache_options':{'ttl':'12h'} | 200 | 0.00131",
                "'prompt_cache_options':{'mode':'implicit','ttl':'30m'} | | 0.00081",
                "'prompt_cache_options':{'comparison_response_id':'12h'} | | 0.00081",
                "'prompt_cache_options':null | | 0.00081",
                "'metadata':{'ttl':'12h'} | | 0.00081"
            },
            delimiter = '|')
    void whatIsKeptForTwelveHoursHasItsOwnPrice(String member, Long told, String usd) throws Exception {
        PriceConfig price = PriceConfig.of("2", "10", "0.2", "2.5", "5", null);
        gateway.use(Configs.empty()
                .provider("p", first.url(), Dialect.OPENAI_CHAT)
                .models(new ModelConfig("m", null, null, List.of(), price)));
        first.always(
                Reply.json(
                        200,
                        Dialogs.answer(Dialect.OPENAI_CHAT)
                                .replaceAll(
                                        "\"usage\":\\{.*?\\}(?=\\})",
                                        "\"usage\":{\"prompt_tokens\":300,\"completion_tokens\":11,\"total_tokens\":311,"
                                                + "\"prompt_tokens_details\":{\"cached_tokens\":0,\"cache_write_tokens\":200}}")));

        Map<String, Object> line = lines.of(gateway.send(gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"p/m\",%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                        .formatted(member.replace('\'', '"')))));

        // 100 × 2 + 200 × 2.5, or × 5, + 11 × 10, by a million.
        assertThat((BigDecimal) line.get("cost_usd")).isEqualByComparingTo(usd);
        assertThat(line.get("cache_write_1h_tokens")).isEqualTo(told);
    }

    /** A tenth more is paid at the host that the price names. */
    @ParameterizedTest
    @ClientDialects
    void aHostHasItsOwnPrice(Dialect client) throws Exception {
        PriceConfig price = PriceConfig.of("2", "10", null, null)
                .withTiers(Map.of("flex", "0.5"), Map.of(URI.create(first.url()).getHost(), "1.1"));

        assertThat((BigDecimal) served(client, false, price).get("cost_usd")).isEqualByComparingTo("0.00165");
    }

    @ParameterizedTest
    @ClientDialects
    void whatAnAnswerSaysThatItCostsCountsWhereItsPriceSaysSo(Dialect client) throws Exception {
        for (boolean stream : new boolean[] {false, true}) {
            Map<String, Object> line =
                    served(client, stream, PriceConfig.of("2", "10", null, null).asReported(true));

            assertThat((BigDecimal) line.get("cost_usd")).isEqualByComparingTo("0.00019");
            assertThat(line).containsEntry("cost", "reported");
        }
    }

    @ParameterizedTest
    @ClientDialects
    void aStreamWithoutUsageIsEstimatedAndSaysSo(Dialect client) throws Exception {
        gateway.use(one(first, Dialect.OPENAI_CHAT).alias("short", "p/m"));
        first.always(Reply.stream()
                .send(chunk(WORDS.repeat(20), "null") + chunk(WORDS.repeat(20), "null") + chunk("", "\"stop\"")
                        + "data: [DONE]\n\n"));

        Map<String, Object> line = ask(client, "short", true);

        assertThat(line)
                .containsEntry("usage", "estimated")
                .containsEntry("finish", "stop")
                .containsKey("cost_usd");
        // Ten tokens a sentence, forty sentences.
        assertThat((long) line.get("output_tokens")).isBetween(350L, 460L);
        assertThat((long) line.get("input_tokens")).isBetween(1L, 30L);
    }

    @ParameterizedTest
    @ClientDialects
    void anAnswerInOnePieceWithoutUsageIsEstimated(Dialect client) throws Exception {
        gateway.use(one(first, Dialect.OPENAI_CHAT).alias("short", "p/m"));
        first.always(Reply.json(
                200,
                "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":"
                        + "{\"role\":\"assistant\",\"content\":\"" + WORDS.repeat(40)
                        + "\"},\"finish_reason\":\"length\"}]}"));

        Map<String, Object> line = ask(client, "short", false);

        assertThat(line).containsEntry("usage", "estimated").containsEntry("finish", "length");
        assertThat((long) line.get("output_tokens")).isBetween(350L, 460L);
    }

    @Test
    void aStreamThatBreaksOffCountsWhatWasSaidOverWhatItsBeginningReported() throws Exception {
        gateway.use(one(first, Dialect.ANTHROPIC));
        first.always(Reply.stream()
                .send(Dialogs.beginning(Dialect.ANTHROPIC)
                        + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                        + "{\"type\":\"text_delta\",\"text\":\"" + WORDS.repeat(20) + "\"}}\n\n")
                .cut());

        Map<String, Object> line = ask(Dialect.ANTHROPIC, "p/m", true);

        assertThat(line)
                .containsEntry("end", "cut")
                .containsEntry("usage", "estimated")
                .containsEntry("input_tokens", 3L);
        assertThat((long) line.get("output_tokens")).isBetween(180L, 280L);
    }

    @Test
    void aCallerThatLeavesIsCharged() throws Exception {
        gateway.use(one(first, Dialect.OPENAI_CHAT));
        first.always(Reply.stream().send(chunk(WORDS.repeat(20), "null")).silence());
        HttpResponse<InputStream> answer = gateway.client()
                .send(
                        gateway.post("/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, "p/m", true))
                                .build(),
                        BodyHandlers.ofInputStream());
        assertThat(answer.body().read()).isPositive();
        answer.body().close();

        Map<String, Object> line = lines.of(answer);
        assertThat(line)
                .containsEntry("end", "abandoned")
                .containsEntry("usage", "estimated")
                .containsKey("cost_usd");
        assertThat((long) line.get("output_tokens")).isBetween(170L, 240L);
    }

    @Test
    void tokensCountOnceOverFallbacksAndTheChainIsTold() throws Exception {
        gateway.use(Configs.empty()
                .provider("a", first.url(), Dialect.OPENAI_CHAT)
                .provider("b", second.url(), Dialect.ANTHROPIC)
                .combo("c", "a/m", "b/m"));
        first.always(Reply.json(503, "{\"error\":{\"message\":\"no\"}}"));
        second.always(Reply.json(200, Dialogs.answer(Dialect.ANTHROPIC)));

        assertThat(ask(Dialect.OPENAI_CHAT, "c", false))
                .containsEntry("attempts", 2)
                .containsEntry("chain", "a/m/a failed 503 > b/m/b complete")
                .containsEntry("input_tokens", 3L)
                .containsEntry("output_tokens", 2L)
                .containsEntry("usage", "reported")
                .doesNotContainKey("cost_usd");
    }

    @Test
    void embeddingsCount() throws Exception {
        gateway.use(one(first, Dialect.OPENAI_CHAT));
        first.always(Reply.json(
                200,
                "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.1]}],\"model\":\"m\","
                        + "\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}"));

        Map<String, Object> line =
                lines.of(gateway.send(gateway.post("/v1/embeddings", "{\"model\":\"p/m\",\"input\":\"x\"}")));

        assertThat(line).containsEntry("input_tokens", 8L).containsEntry("output_tokens", 0L);
        assertThat((BigDecimal) line.get("cost_usd")).isEqualByComparingTo("0.000016");
    }

    @Test
    void aSubscriptionIsNotBilledAndShowsTheListPrice() throws Exception {
        gateway.use(one(first, Dialect.OPENAI_CHAT).subscription());
        first.always(Reply.json(200, Dialogs.answer(Dialect.OPENAI_CHAT)));

        Map<String, Object> line = ask(Dialect.OPENAI_CHAT, "p/m", false);

        assertThat((BigDecimal) line.get("not_billed_usd")).isEqualByComparingTo("0.000026");
        assertThat(line).doesNotContainKey("cost_usd");
    }
}
