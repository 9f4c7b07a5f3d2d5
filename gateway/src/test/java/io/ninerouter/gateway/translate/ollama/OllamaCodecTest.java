package io.ninerouter.gateway.translate.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.CompletionFold;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.codec.StreamDecoder;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.frame.LineParser;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.translate.Translation;
import io.ninerouter.gateway.translate.openai.ChatCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Ollama is asked, and what its answers say. */
class OllamaCodecTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private record Sent(JsonNode body, Losses losses) {}

    private static Sent sent(String chat, String model) {
        Translation translation = new Translation(List.of(new ChatCodec(), new OllamaCodec()));
        ChatRequest request = translation.decode(Dialect.OPENAI_CHAT, Utf8.of(chat));
        TargetModel target = new TargetModel(Dialect.OLLAMA, model, null);
        Exchange exchange = new Exchange(Dialect.OPENAI_CHAT, request, target, new Ids(new Random(1), 1));
        return new Sent(JSON.readTree(translation.encode(exchange, 0)), exchange.losses());
    }

    private static Sent asked(String members) {
        return sent(
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]" + members + "}", "qwen3:32b");
    }

    @Test
    void aConversationWithToolsAndAnImage() {
        JsonNode messages = sent("""
                {"model":"m","stream":true,"messages":[
                 {"role":"developer","content":"Be brief."},
                 {"role":"user","content":[{"type":"text","text":"What"},{"type":"text","text":"is it?"},
                  {"type":"image_url","image_url":{"url":"data:image/png;base64,aGVsbG8h"}}]},
                 {"role":"assistant","reasoning_content":"Hm.","content":"Look.","tool_calls":[
                  {"id":"c1","type":"function","function":{"name":"f","arguments":"{\\"a\\":1}"}},
                  {"id":"c2","type":"function","function":{"name":"g","arguments":""}}]},
                 {"role":"tool","tool_call_id":"c2","content":""},
                 {"role":"tool","tool_call_id":"c1","content":"one"}]}""", "qwen3:32b").body().path("messages");

        assertThat(messages).hasToString(JSON.readTree("""
                [{"role":"system","content":"Be brief."},
                 {"role":"user","content":"What\\nis it?","images":["aGVsbG8h"]},
                 {"role":"assistant","content":"Look.","thinking":"Hm.","tool_calls":[
                  {"id":"c1","function":{"name":"f","arguments":{"a":1}}},
                  {"id":"c2","function":{"name":"g","arguments":{}}}]},
                 {"role":"tool","content":"one","tool_name":"f","tool_call_id":"c1"},
                 {"role":"tool","content":"","tool_name":"g","tool_call_id":"c2"}]""").toString());
    }

    @Test
    void settingsAreOptions() {
        JsonNode body = asked(",\"temperature\":0.5,\"top_p\":0.9,\"seed\":7,\"max_tokens\":10,\"stop\":[\"x\"]")
                .body();

        assertThat(body.path("options"))
                .hasToString("{\"temperature\":0.5,\"top_p\":0.9,\"seed\":7,\"num_predict\":10,\"stop\":[\"x\"]}");
        assertThat(body.path("stream").asBoolean(true)).isFalse();
        assertThat(body.path("model").asString()).isEqualTo("qwen3:32b");
    }

    /** A server cuts prompts that are longer than num_ctx, and says nothing. */
    @Test
    void whatOnlyOllamaHasPassesWhateverTheClientSpeaks() {
        Sent sent = asked(",\"keep_alive\":\"10m\",\"options\":{\"num_ctx\":32768},\"odd\":1,\"temperature\":0");

        assertThat(sent.body().path("keep_alive").asString()).isEqualTo("10m");
        assertThat(sent.body().path("options")).hasToString("{\"temperature\":0,\"num_ctx\":32768}");
        assertThat(sent.body().has("odd")).isFalse();
        assertThat(sent.losses().header()).isEqualTo("vendor-fields");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                ",\"response_format\":{\"type\":\"json_object\"};\"json\"",
                ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":{\"type\":\"object\"}}};{\"type\":\"object\"}",
                ",\"response_format\":{\"type\":\"text\"};''",
            })
    void theFormatIsAWordOrASchema(String members, String format) {
        assertThat(asked(members).body().path("format").toString()).isEqualTo(format);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-oss:20b, xhigh, '\"high\"'",
        "gpt-oss:20b, minimal, '\"low\"'",
        "gpt-oss:20b, medium, '\"medium\"'",
        "qwen3:32b, none, false",
        "qwen3:32b, high, ''",
        "llama3.2, high, ''",
    })
    void thinkingIsAskedForWhereItCannotBeRefused(String model, String effort, String think) {
        String chat =
                "{\"model\":\"m\",\"reasoning_effort\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

        assertThat(sent(chat.formatted(effort), model).body().path("think").toString())
                .isEqualTo(think);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"auto\";f,g;''",
                "\"none\";'';''",
                "\"required\";f,g;tool-choice",
                "{\"type\":\"function\",\"function\":{\"name\":\"g\"}};g;tool-choice",
            })
    void toolsAreChosenByTellingOfNoOther(String choice, String told, String dropped) {
        Sent sent = asked(",\"tool_choice\":" + choice + ",\"tools\":[" + tool("f") + "," + tool("g") + "]");

        List<String> names = sent.body()
                .path("tools")
                .valueStream()
                .map(tool -> tool.path("function").path("name").asString())
                .toList();
        assertThat(String.join(",", names)).isEqualTo(told);
        assertThat(sent.losses().header()).isEqualTo(dropped);
    }

    private static String tool(String name) {
        return "{\"type\":\"function\",\"function\":{\"name\":\"" + name + "\"}}";
    }

    private static Exchange exchange() {
        TargetModel target = new TargetModel(Dialect.OLLAMA, "m", null);
        return new Exchange(Dialect.OPENAI_CHAT, ChatRequest.of("m", List.of()), target, new Ids(new Random(1), 1));
    }

    /** The answer in these lines, fed in pieces of each size: all say the same. */
    private static Completion streamed(String lines) {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        Completion last = null;
        for (int piece = 1; piece <= bytes.length; piece++) {
            CompletionFold fold = new CompletionFold();
            StreamDecoder decoder = new OllamaCodec().newStreamDecoder(exchange(), fold);
            LineParser parser = new LineParser(1 << 20, (data, from, to) -> decoder.event("", data, from, to));
            for (int at = 0; at < bytes.length; at += piece) {
                parser.feed(bytes, at, Math.min(bytes.length, at + piece));
            }
            parser.finish();
            decoder.end();
            assertThat(last == null || last.equals(fold.result()))
                    .as("pieces of %s", piece)
                    .isTrue();
            last = fold.result();
        }
        return last;
    }

    @Test
    void aStreamWithThoughtsTextAndParallelCalls() {
        Completion answer = streamed("""
                {"model":"m","created_at":"2025-01-01T00:00:00.5Z","message":{"role":"assistant","content":"","thinking":"Let "},"done":false}\r
                {"model":"m","message":{"role":"assistant","content":"","thinking":"me."},"done":false}

                {"model":"m","message":{"role":"assistant","content":"Olá "},"done":false}
                {"model":"m","message":{"role":"assistant","content":"👩‍👩‍👧"},"done":false}
                {"model":"m","message":{"role":"assistant","content":"","tool_calls":[{"function":{"index":0,"name":"f","arguments":{"a":1}}},{"id":"x","function":{"index":1,"name":"f","arguments":{}}}]},"done":false}
                {"model":"m","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":26,"eval_count":12}
                {"model":"m","done":true}
                """);

        assertThat(answer.error()).isNull();
        assertThat(answer.created()).isEqualTo(1_735_689_600);
        List<Part> parts = answer.choices().getFirst().parts();
        assertThat(((Part.Reasoning) parts.get(0)).text()).isEqualTo("Let me.");
        assertThat(((Part.Text) parts.get(1)).text()).isEqualTo("Olá 👩‍👩‍👧");
        assertThat(((Part.ToolCall) parts.get(2)).input().text()).isEqualTo("{\"a\":1}");
        assertThat(((Part.ToolCall) parts.get(3)).id()).isEqualTo("x");
        assertThat(((Part.ToolCall) parts.get(2)).id()).isNotEmpty().isNotEqualTo("x");
        assertThat(answer.choices().getFirst().reason().kind()).isEqualTo(StopReason.Kind.TOOL_USE);
        assertThat(answer.usage()).isEqualTo(new Usage(26, 0, 0, 12, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"message\":{\"content\":\"Hi\"},\"done\":false}', cut, 502",
        "'', empty, 502",
        "'{\"message\":{\"content\":\"Hi\"},\"done\":false}\n{\"error\":\"out of memory\"}', out of memory, 502",
        "'{\"StatusCode\":429,\"error\":\"too many\"}', too many, 429",
        "'{\"error\":{\"message\":\"no\",\"code\":503}}', no, 503",
    })
    void aStreamThatIsCutOrFails(String lines, String said, int status) {
        CompletionFold fold = new CompletionFold();
        StreamDecoder decoder = new OllamaCodec().newStreamDecoder(exchange(), fold);
        for (String line : lines.split("\n")) {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            decoder.event("", bytes, 0, bytes.length);
        }
        decoder.end();

        assertThat(fold.result().error()).isNotNull();
        assertThat(fold.result().error().message()).contains(said);
        assertThat(fold.result().error().status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "stop, STOP",
        "length, LENGTH",
        "load, STOP",
        "'', STOP",
        "odd, OTHER",
    })
    void anAnswerInOnePieceEndsForAReason(String word, StopReason.Kind kind) {
        CompletionFold fold = new CompletionFold();
        String body =
                "{\"message\":{\"content\":\"Hi\"},\"done\":true,\"done_reason\":\"" + word + "\",\"eval_count\":1}";
        new OllamaCodec().decodeCompletion(Utf8.of(body), exchange(), fold);

        assertThat(fold.result().choices().getFirst().reason().kind()).isEqualTo(kind);
        assertThat(fold.result().usage()).isEqualTo(new Usage(0, 0, 0, 1, 0));
    }

    @Test
    void whatIsNoAnswerIsRefused() {
        for (String body : List.of("{\"odd\":1}", "[]", "{\"message\":{\"content\":\"Hi\"}} x", "\"Hi\"")) {
            assertThatThrownBy(() -> new OllamaCodec().decodeCompletion(Utf8.of(body), exchange(), _ -> {}))
                    .as(body)
                    .isInstanceOf(BadJsonException.class);
        }
    }
}
