package io.ninerouter.gateway.translate.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Delivery;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Loss;
import io.ninerouter.gateway.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** How Gemini providers are asked to answer: sampling, format, thinking. */
class GeminiConfigEncodingTest {
    private static final String NEW = "gemini-3-pro-preview";
    private static final String OLD = "gemini-2.5-flash";
    private static final Tool FUNCTION =
            new Tool.Function(ToolName.function("f"), "d", RawJson.EMPTY_OBJECT, null, Tool.Options.NONE);

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "gemini-3-pro-preview, -, high, -, high, -",
                "gemini-3-pro-preview, -, xhigh, -, high, -",
                "gemini-3-pro-preview, OFF, -, -, low, -",
                "gemini-3-flash, OFF, -, -, minimal, -",
                "gemini-3-flash, BUDGET, -, 31999, high, -",
                "gemini-3-flash, ADAPTIVE, -, -, -, -",
                "gemini-3-flash, ADAPTIVE, medium, -, medium, -",
                "gemini-2.5-flash, OFF, -, -, -, 0",
                "gemini-2.5-pro, OFF, -, -, -, 128",
                "gemini-2.5-flash, BUDGET, -, 31999, -, 24576",
                "gemini-2.5-pro, BUDGET, -, 31999, -, 31999",
                "gemini-2.5-pro, ADAPTIVE, -, -, -, -1",
                "gemini-2.5-flash, -, medium, -, -, 8192",
                "gemini-2.0-flash, -, medium, -, -, -",
            })
    void saysHowMuchToThinkAsTheModelUnderstandsIt(
            String model,
            ReasoningWish.@Nullable Mode mode,
            @Nullable String effort,
            @Nullable Long budget,
            @Nullable String level,
            @Nullable Long tokens) {
        ChatRequest request =
                Gemini.says(Gemini.user("hi")).with(Settings.NONE.with(new ReasoningWish(mode, effort, budget, null)));
        JsonNode config = Gemini.encode(request, model).path("generationConfig").path("thinkingConfig");
        assertThat(config.path("thinkingLevel").asString(null)).isEqualTo(level);
        assertThat(
                        config.has("thinkingBudget")
                                ? Long.valueOf(config.path("thinkingBudget").asLong())
                                : null)
                .isEqualTo(tokens);
    }

    @Test
    void saysTheWholeConfiguration() {
        Settings settings = new Settings(
                new Sampling(0.5, 0.9, 40L, 1L << 40, 0.1, 0.2),
                new OutputWish(
                        100L,
                        List.of("a", "", "b", "c", "d", "e", "f"),
                        new OutputFormat.JsonSchema("n", null, RawJson.of("{\"type\":\"array\"}"), true),
                        2L,
                        0L,
                        null),
                ReasoningWish.NONE,
                new Delivery(true, true));
        Exchange exchange = Gemini.exchange(Gemini.says(Gemini.user("hi")).with(settings), NEW);
        assertThat(Gemini.encode(exchange).path("generationConfig"))
                .isEqualTo(
                        Gemini.json(
                                "{'temperature':0.5,'topP':0.9,'topK':40,'frequencyPenalty':0.1,'presencePenalty':0.2,"
                                        + "'seed':0,'maxOutputTokens':100,'stopSequences':['a','b','c','d','e'],'candidateCount':2,"
                                        + "'responseLogprobs':true,'responseMimeType':'application/json','responseJsonSchema':{'type':'array','items':{}}}"));
        assertThat(Gemini.lost(exchange, Feature.STOP_SEQUENCES, Loss.Fate.DROPPED))
                .isTrue();
        assertThat(Gemini.lost(exchange, Feature.SEED, Loss.Fate.APPROXIMATED)).isTrue();
    }

    @Test
    void asksForJsonInWordsWhereItCannotBeAskedForBesideFunctions() {
        ChatRequest request = Gemini.says(Gemini.user("hi"))
                .with(new Tooling(List.of(FUNCTION), null, null))
                .with(Settings.NONE.with(
                        new OutputWish(null, List.of(), new OutputFormat.JsonObject(), null, null, null)));
        JsonNode old = Gemini.encode(request, OLD);
        assertThat(old.path("generationConfig").has("responseMimeType")).isFalse();
        assertThat(old.path("systemInstruction").toString()).contains("JSON");
        JsonNode current = Gemini.encode(request, NEW);
        assertThat(current.path("generationConfig").path("responseMimeType").asString())
                .isEqualTo("application/json");
        assertThat(current.has("systemInstruction")).isFalse();
    }
}
