package io.ninerouter.gateway.translate.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.CacheHint;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.CompletionFold;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.codec.EventWriter;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.StreamDecoder;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ChatCodecTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final ChatCodec codec = new ChatCodec();

    @Test
    void putsPicturesOfToolResultsIntoAMessageOfTheUser() {
        Part image = new Part.Attachment(
                Media.Kind.IMAGE, new Media.Inline("image/png", Utf8.of("QUJD")), Part.MediaDetail.NONE, null);
        Part.ToolResult result = new Part.ToolResult(
                "c1", List.of(new Part.Text("seen"), image), false, new CacheHint(null), Extras.NONE);
        Exchange exchange = exchange(ChatRequest.of("m", List.of(Message.of(Role.TOOL, List.of(result)))), "qwen3");
        JsonNode messages = encoded(exchange).path("messages");
        assertThat(messages.path(0).path("content").asString()).isEqualTo("seen");
        assertThat(messages.path(1).path("role").asString()).isEqualTo("user");
        assertThat(messages.path(1)
                        .path("content")
                        .path(1)
                        .path("image_url")
                        .path("url")
                        .asString())
                .isEqualTo("data:image/png;base64,QUJD");
        assertThat(exchange.losses().header()).isEqualTo("cache-hints");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gpt-5.5 | max_completion_tokens | developer",
                "o4-mini | max_completion_tokens | developer",
                "vendor/llama-4 | max_tokens | system"
            })
    void speaksToOpenAiAndToTheOthersAsTheyKnowIt(String model, String limit, String role) {
        ChatRequest request = ChatRequest.of(
                "m", List.of(Message.of(Role.DEVELOPER, List.of(new Part.Text("a"), new Part.Text("b")))));
        request =
                request.with(request.settings().with(request.settings().output().withMaxTokens(7L)));
        JsonNode body = encoded(exchange(request, model));
        assertThat(body.path(limit).asInt()).isEqualTo(7);
        assertThat(body.path("messages").path(0).path("role").asString()).isEqualTo(role);
        assertThat(body.path("messages").path(0).path("content").asString()).isEqualTo("a\nb");
        assertThat(body.path("model").asString()).isEqualTo(model);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OFF | deepseek-v4 | {\"thinking\":{\"type\":\"disabled\"}}",
                "OFF | qwen3-max | {\"enable_thinking\":false}",
                "OFF | gpt-5.5 | {\"reasoning_effort\":\"none\"}",
                "OFF | llama-4 | {}",
                "ADAPTIVE | gpt-5.5 | {}"
            })
    void switchesReasoningTheWayOfTheModel(ReasoningWish.Mode mode, String model, String wanted) {
        ChatRequest request = ChatRequest.of("m", List.of());
        request = request.with(request.settings().with(new ReasoningWish(mode, null, null, null)));
        Exchange exchange = exchange(request, model);
        JsonNode body = encoded(exchange);
        JsonNode expected = JSON.readTree(wanted);
        for (String name : List.of("thinking", "enable_thinking", "reasoning_effort")) {
            assertThat(body.get(name)).as(name).isEqualTo(expected.get(name));
        }
        assertThat(exchange.losses().all().isEmpty()).isEqualTo(!expected.isEmpty());
    }

    @Test
    void sendsNoThoughtsToOpenAiAndAllToDeepSeek() {
        Message message = Message.of(
                Role.ASSISTANT,
                List.of(
                        Part.Reasoning.of("hm", null),
                        new Part.ToolCall("c", ToolName.function("f"), ToolInput.ofArguments(""))));
        ChatRequest request = ChatRequest.of("m", List.of(message));
        assertThat(encoded(exchange(request, "deepseek-v4"))
                        .path("messages")
                        .path(0)
                        .path("reasoning_content")
                        .asString())
                .isEqualTo("hm");
        Exchange openAi = exchange(request, "gpt-5.5");
        assertThat(encoded(openAi).path("messages").path(0).has("reasoning_content"))
                .isFalse();
        assertThat(openAi.losses().header()).isEqualTo("reasoning-text");
    }

    @Test
    void readsLegacyFunctionsAsToolsWithAPairOfIds() {
        ChatRequest request = decoded("""
                {"model":"m","functions":[{"name":"f","parameters":{"type":"object"}}],"function_call":{"name":"f"},
                 "messages":[{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},
                             {"role":"function","name":"f","content":"out"}]}""");
        Part.ToolCall call =
                (Part.ToolCall) request.messages().getFirst().parts().getFirst();
        Part.ToolResult result =
                (Part.ToolResult) request.messages().get(1).parts().getFirst();
        assertThat(result.callId()).isEqualTo(call.id());
        assertThat(request.tooling().tools()).hasSize(1);
        assertThat(request.tooling().choice()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":1} | model: number (expected: string)",
                "{\"messages\":{}} | messages: object (expected: array)",
                "{\"messages\":[{\"role\":\"king\"}]} | messages.0.role: unknown (expected: system, developer, user, assistant or tool)",
                "{\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]} | messages.0.tool_call_id: missing (expected: the id of a call)",
                "[] | body: array (expected: object)"
            })
    void saysWhatIsWrongWithARequest(String body, String message) {
        assertThatThrownBy(() -> decoded(body))
                .isInstanceOf(BadJsonException.class)
                .hasMessage(message);
    }

    @Test
    void keepsInterleavedToolCallsApart() {
        Completion completion = streamed(
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":1,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\"}}]}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":2,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{\\\"y\"}}]}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"\\\":1}\"}}]}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":2,\"function\":{\"arguments\":\"\\\":2}\"}}]},\"finish_reason\":\"stop\"}]}");
        Completion.Choice choice = completion.choice(0);
        assertThat(choice).isNotNull();
        assertThat(choice.parts())
                .extracting(part -> ((Part.ToolCall) part).id()
                        + ((Part.ToolCall) part).input().text())
                .containsExactly("a{\"x\":1}", "b{\"y\":2}");
    }

    @Test
    void makesIdsForCallsThatHaveNoneOrTheSame() {
        Completion completion = streamed(
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                        + "{\"index\":1,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}},"
                        + "{\"index\":2,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}]}");
        Completion.Choice choice = completion.choice(0);
        assertThat(choice).isNotNull();
        assertThat(choice.parts())
                .hasSize(3)
                .extracting(part -> ((Part.ToolCall) part).id())
                .doesNotHaveDuplicates()
                .contains("a");
    }

    @Test
    void carriesAForeignSealToTheClientAndBack() {
        Seal seal = new Seal(Seal.Kind.SIGNATURE, "sig", Dialect.GEMINI, "gemini");
        Part.Reasoning thought = Part.Reasoning.of("hm", seal);
        Part.ToolCall call =
                new Part.ToolCall("c", ToolName.function("f"), ToolInput.ofArguments(""), seal, null, Extras.NONE);
        Completion completion = new Completion(
                "i", "m", 1, List.of(new Completion.Choice(0, List.of(thought, call), null, List.of())), null, null);
        Exchange exchange = exchange(ChatRequest.of("m", List.of()), "m");
        ByteBuilder out = new ByteBuilder(16);
        codec.encodeCompletion(completion, exchange, new JsonWriter(out));
        String message = JSON.readTree(out.toBytes())
                .path("choices")
                .path(0)
                .path("message")
                .toString();
        ChatRequest next = decoded("{\"messages\":[" + message + "]}");
        assertThat(next.messages().getFirst().parts()).containsExactly(thought, call);
    }

    @Test
    void tellsUsageInAStreamOnlyWhereItWasAskedFor() {
        String usage = "{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}";
        String chunk = "{\"choices\":[{\"delta\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}]}";
        for (boolean asked : new boolean[] {true, false}) {
            ChatRequest request = decoded("{\"stream\":true,\"stream_options\":{\"include_usage\":" + asked + "}}");
            ByteBuilder out = new ByteBuilder(16);
            Exchange exchange = exchange(request, "m");
            var encoder = codec.newStreamEncoder(exchange, EventWriter.sse(out));
            StreamDecoder decoder = codec.newStreamDecoder(exchange, encoder);
            feed(decoder, chunk, usage, "[DONE]");
            assertThat(new String(out.toBytes(), StandardCharsets.UTF_8).contains("prompt_tokens"))
                    .isEqualTo(asked);
        }
    }

    private Completion streamed(String... chunks) {
        CompletionFold fold = new CompletionFold();
        StreamDecoder decoder = codec.newStreamDecoder(exchange(ChatRequest.of("m", List.of()), "m"), fold);
        feed(decoder, chunks);
        decoder.end();
        return fold.result();
    }

    private static void feed(StreamDecoder decoder, String... chunks) {
        for (String chunk : chunks) {
            byte[] bytes = chunk.getBytes(StandardCharsets.UTF_8);
            decoder.event("", bytes, 0, bytes.length);
        }
    }

    private ChatRequest decoded(String body) {
        return codec.decodeRequest(Utf8.of(body));
    }

    private JsonNode encoded(Exchange exchange) {
        ByteBuilder out = new ByteBuilder(16);
        codec.encodeRequest(exchange.request().withModel(exchange.target().model()), exchange, new JsonWriter(out));
        return JSON.readTree(out.toBytes());
    }

    private static Exchange exchange(ChatRequest request, String model) {
        TargetModel target = new TargetModel(Dialect.OPENAI_CHAT, model, null);
        return new Exchange(Dialect.OPENAI_CHAT, request, target, new Ids(new Random(1), 1_700_000_000));
    }
}
