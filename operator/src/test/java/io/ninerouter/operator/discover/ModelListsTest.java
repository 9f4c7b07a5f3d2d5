package io.ninerouter.operator.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.operator.catalog.ModelSource.Kind;
import io.ninerouter.operator.compile.Listed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelListsTest {
    static List<Arguments> elements() {
        return List.of(
                Arguments.of("a name alone", Kind.OPEN_AI, "{'data':[{'id':'m','object':'model'}]}", bare("m")),
                Arguments.of(
                        "OpenRouter tells window, prices by the token and abilities",
                        Kind.OPEN_AI,
                        "{'data':[{'id':'v/m','context_length':200000,"
                                + "'architecture':{'input_modalities':['text','file','image'],'output_modalities':['text']},"
                                + "'pricing':{'prompt':'0.000003','completion':'0.000015','input_cache_read':'0.0000003',"
                                + "'input_cache_write':'0.00000375'},'top_provider':{'max_completion_tokens':64000},"
                                + "'supported_parameters':['tools','structured_outputs'],'expiration_date':'2027-02-01'}]}",
                        new ModelConfig(
                                "v/m",
                                200_000L,
                                64_000L,
                                List.of("document", "image", "text"),
                                PriceConfig.of("3", "15", "0.3", "3.75"),
                                true,
                                true,
                                "2027-02-01")),
                Arguments.of(
                        "a price that is not known beforehand is none",
                        Kind.OPEN_AI,
                        "{'data':[{'id':'auto','pricing':{'prompt':'-1','completion':'-1'}}]}",
                        bare("auto")),
                Arguments.of(
                        "Groq and vLLM name windows otherwise",
                        Kind.OPEN_AI,
                        "{'data':[{'id':'g','context_window':131072,'max_completion_tokens':8192,'active':true}]}",
                        sized("g", 131_072L, 8_192L)),
                Arguments.of(
                        "Mistral tells abilities and an end",
                        Kind.OPEN_AI,
                        "{'data':[{'id':'m','type':'base','max_context_length':32768,'deprecation':'2026-12-01T12:00:00Z',"
                                + "'capabilities':{'completion_chat':true,'function_calling':true,'vision':false}}]}",
                        new ModelConfig("m", 32_768L, null, List.of(), null, true, null, "2026-12-01")),
                Arguments.of(
                        "a type that nobody knows hides nothing",
                        Kind.OPEN_AI,
                        "{'data':[{'id':'m','type':'fine-tuned'}]}",
                        bare("m")),
                Arguments.of(
                        "Vercel names input and output, and caches as OpenRouter does",
                        Kind.OPEN_AI,
                        "{'data':[{'id':'v','type':'language','pricing':{'input':'0.000003','output':'0.000015',"
                                + "'input_cache_read':'0.0000003','input_cache_write':'0.00000375'}}]}",
                        new ModelConfig("v", null, null, List.of(), PriceConfig.of("3", "15", "0.3", "3.75"))),
                Arguments.of(
                        "a number whose unit is not known is no price",
                        Kind.OPEN_AI,
                        "{'data':[{'id':'c','pricing':{'prompt':0.3,'completion':1.2}}]}",
                        bare("c")),
                Arguments.of(
                        "Together prices by the million",
                        Kind.BARE,
                        "[{'id':'t','type':'chat','context_length':4096,'pricing':{'input':0.88,'output':0.9}}]",
                        new ModelConfig("t", 4_096L, null, List.of(), PriceConfig.of("0.88", "0.9", null, null))),
                Arguments.of(
                        "Gemini's names have a prefix",
                        Kind.GEMINI,
                        "{'models':[{'name':'models/gemini-x','inputTokenLimit':1048576,'outputTokenLimit':65536,"
                                + "'supportedGenerationMethods':['generateContent']}]}",
                        sized("gemini-x", 1_048_576L, 65_536L)),
                Arguments.of("Ollama", Kind.OLLAMA, "{'models':[{'name':'llama3:8b','size':1}]}", bare("llama3:8b")),
                Arguments.of(
                        "GitHub's limits stand under capabilities",
                        Kind.COPILOT,
                        "{'data':[{'id':'gpt-x','policy':{'state':'enabled'},'capabilities':{'type':'chat','limits':"
                                + "{'max_context_window_tokens':128000,'max_output_tokens':16384},"
                                + "'supports':{'tool_calls':true,'vision':true}}}]}",
                        new ModelConfig("gpt-x", 128_000L, 16_384L, List.of("text", "image"), null, true, null)),
                Arguments.of(
                        "Code Assist's models stand under their names",
                        Kind.CODE_ASSIST,
                        "{'models':{'gemini-3':{'maxTokens':1048576,'maxOutputTokens':65535,'quotaInfo':{}}}}",
                        sized("gemini-3", 1_048_576L, 65_535L)),
                Arguments.of(
                        "Kiro",
                        Kind.KIRO,
                        "{'models':[{'modelId':'claude-x','tokenLimits':{'maxInputTokens':200000}}]}",
                        sized("claude-x", 200_000L, null)),
                Arguments.of(
                        "Cohere", Kind.COHERE, "{'models':[{'name':'command','endpoints':['chat']}]}", bare("command")),
                Arguments.of("an image maker is left out", Kind.OPEN_AI, "{'data':[{'id':'i','type':'image'}]}", null),
                Arguments.of(
                        "what answers in pictures is left out",
                        Kind.OPEN_AI,
                        "{'data':[{'id':'i','architecture':{'output_modalities':['image']}}]}",
                        null),
                Arguments.of(
                        "an embedder of Gemini is left out",
                        Kind.GEMINI,
                        "{'models':[{'name':'models/e','supportedGenerationMethods':['embedContent']}]}",
                        null),
                Arguments.of(
                        "what GitHub's account has switched off is left out",
                        Kind.COPILOT,
                        "{'data':[{'id':'x','policy':{'state':'disabled'}}]}",
                        null),
                Arguments.of("a number is no name", Kind.OPEN_AI, "{'data':[{'id':7}]}", null),
                Arguments.of(
                        "nor is a very long one", Kind.OPEN_AI, "{'data':[{'id':'" + "x".repeat(257) + "'}]}", null),
                Arguments.of(
                        "figures that cannot be are not known",
                        Kind.OPEN_AI,
                        "{'data':[{'id':'m','context_length':-5,'max_tokens':'many',"
                                + "'pricing':{'prompt':'1e999999999','completion':'x'},'deprecation':'soon'}]}",
                        bare("m")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("elements")
    void readsEachShape(String name, Kind kind, String body, @Nullable ModelConfig expected) {
        List<ModelConfig> models =
                ModelLists.read(kind, body.replace('\'', '"')).models();
        if (expected == null) {
            assertThat(models).isEmpty();
        } else {
            assertThat(models).containsExactly(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<html>", "null", "7", "{}", "{\"data\":{}}", "{\"data\":[", "{\"error\":\"secret-canary\"}"
            })
    void whatIsNoListIsRefusedWithoutRepeatingIt(String body) {
        for (Kind kind : Kind.values()) {
            assertThatThrownBy(() -> ModelLists.read(kind, body))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain("canary");
        }
    }

    @Test
    void pagesLeadOn() {
        assertThat(ModelLists.read(Kind.GEMINI, "{\"models\":[],\"nextPageToken\":\"t\"}")
                        .next())
                .isEqualTo("t");
        assertThat(ModelLists.read(Kind.OPEN_AI, "{\"data\":[],\"has_more\":true,\"last_id\":\"z\"}")
                        .next())
                .isEqualTo("z");
        assertThat(ModelLists.read(Kind.OPEN_AI, "{\"data\":[],\"has_more\":false,\"last_id\":\"z\"}")
                        .next())
                .isNull();
        ModelLists.Page lost = ModelLists.read(Kind.OPEN_AI, "{\"data\":[],\"has_more\":true}");
        assertThat(lost.next()).isNull();
        assertThat(lost.cut()).as("there is more, and no way to it").isTrue();
        assertThat(ModelLists.read(Kind.KIRO, "{\"nextToken\":null,\"models\":[]}")
                        .next())
                .isNull();
    }

    @Test
    void aListIsBoundedAndInOrder() {
        String body = IntStream.range(0, 20_000)
                .mapToObj(i -> "{\"id\":\"m" + i + "\"}")
                .collect(Collectors.joining(",", "{\"data\":[", "]}"));
        ModelLists.Page page = ModelLists.read(Kind.OPEN_AI, body);
        Listed listed = Listed.of("s", page.models(), page.cut(), Instant.EPOCH);

        assertThat(listed.ids()).hasSize(Listed.MAX).isSorted().doesNotHaveDuplicates();
        assertThat(listed.cut()).isTrue();
    }

    @Test
    void listsOutliveTheProcess() {
        var lists = Map.of(
                "a",
                Listed.of(
                        "s",
                        List.of(new ModelConfig(
                                "m",
                                1L,
                                2L,
                                List.of("text"),
                                PriceConfig.of("1.5", "2", null, null),
                                true,
                                false,
                                "2027-01-01")),
                        false,
                        Instant.parse("2026-11-30T00:00:00Z")),
                "b",
                Listed.none("s", "trouble"));

        assertThat(ListsCodec.decode(ListsCodec.encode(lists))).isEqualTo(Map.of("a", lists.get("a")));
        assertThatThrownBy(() -> ListsCodec.decode(new byte[] {1, 2})).isInstanceOf(IllegalArgumentException.class);
    }

    private static ModelConfig bare(String id) {
        return sized(id, null, null);
    }

    private static ModelConfig sized(String id, @Nullable Long window, @Nullable Long most) {
        return new ModelConfig(id, window, most, List.of());
    }
}
