package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.translate.anthropic.AnthropicCodec;
import io.ninerouter.gateway.translate.gemini.GeminiCodec;
import io.ninerouter.gateway.translate.openai.ChatCodec;
import io.ninerouter.gateway.translate.responses.ResponsesCodec;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Traffic of each dialect, recorded where there is any, through each other one. */
class AllPairsTest {
    /** A dialect: its codec, the folder of its fixtures, the path of its requests and models that it is asked for. */
    private record Side(DialectCodec codec, String folder, String path, List<String> models) {}

    private static final List<Side> SIDES = List.of(
            new Side(new ChatCodec(), "openai-chat", "/chat/completions", List.of("gpt-5.5", "deepseek-v4")),
            new Side(new AnthropicCodec(), "anthropic", "/v1/messages", List.of("claude-opus-5-5", "glm-5")),
            new Side(new GeminiCodec(), "gemini", ":", List.of("gemini-3-pro-preview", "gemini-2.5-flash")),
            new Side(new ResponsesCodec(), "openai-responses", "/responses", List.of("gpt-5.5", "grok-4")),
            new Side(
                    new CodeAssistMirror(),
                    "gemini-codeassist",
                    "v1internal",
                    List.of("gemini-3-pro-preview", "gemini-2.5-flash")),
            new Side(new OllamaMirror(), "ollama", "/api/chat", List.of("qwen3:32b", "gpt-oss:20b")));

    @TestFactory
    Stream<DynamicTest> answersMeanTheSameInEachOtherDialect() {
        List<DynamicTest> tests = new ArrayList<>();
        pairs((client, provider) -> Fixture.of(provider.folder()).stream()
                .filter(fixture -> !fixture.refused())
                .map(fixture -> named(
                        fixture.name() + " to " + client.folder(),
                        () -> answer(fixture, provider.codec(), client.codec())))
                .forEach(tests::add));
        Assumptions.assumeFalse(tests.isEmpty(), "no fixtures beside the repository");
        return tests.stream();
    }

    private static void answer(Fixture fixture, DialectCodec provider, DialectCodec client) {
        List<StreamEvent> events =
                Decoding.events(provider, List.of(ByteBuffer.wrap(fixture.response())), fixture.streamed());
        Completion decoded = Completion.fold(events);
        boolean custom = decoded.choices().stream()
                .flatMap(choice -> Expectation.toolCalls(choice.parts()).stream())
                .anyMatch(call -> call.name().custom());
        Exchange streaming = exchange(client.dialect(), provider.dialect());
        Completion streamed = Decoding.decode(client, Decoding.stream(client, streaming, events), true);
        if (decoded.error() != null) {
            assertThat(streamed.error()).isNotNull();
            return;
        }
        if (custom && !client.traits(streaming.target()).customTools()) {
            // The client could not have declared the tool: RestoringSink turns calls into what was declared.
            return;
        }
        decoded = toldTo(client.dialect(), decoded);
        new Meaning(streaming.losses()).same(decoded, streamed);
        Exchange whole = exchange(client.dialect(), provider.dialect());
        Completion unary = Decoding.decode(client, Decoding.unary(client, whole, decoded), false);
        new Meaning(whole.losses()).same(decoded, unary);
    }

    /**
     * Anthropic alone tells how long what was written to a cache stays there; Gemini counts it with the rest of the prompt.
     */
    private static Completion toldTo(Dialect client, Completion answer) {
        Usage usage = answer.usage();
        if (usage == null || client == Dialect.ANTHROPIC) {
            return answer;
        }
        long written = client == Dialect.GEMINI ? 0 : usage.cacheWrite();
        Usage told = Usage.ofTotals(usage.prompt(), usage.cacheRead(), written, usage.output(), usage.reasoning());
        return new Completion(answer.id(), answer.model(), answer.created(), answer.choices(), told, answer.error());
    }

    private static Exchange exchange(Dialect client, Dialect provider) {
        ChatRequest request = Decoding.exchange(client).request();
        TargetModel target = Codecs.target(provider, "model-1");
        return new Exchange(client, request, target, new Ids(new Random(1), 1_700_000_000));
    }

    @TestFactory
    Stream<DynamicTest> requestsSayTheSameInEachOtherDialect() {
        List<DynamicTest> tests = new ArrayList<>();
        pairs((client, provider) -> requests(client)
                .forEach((name, body) -> provider.models()
                        .forEach(model -> tests.add(named(
                                name + " to " + model,
                                () -> request(body, client.codec(), provider.codec(), model))))));
        Assumptions.assumeFalse(tests.isEmpty(), "no requests beside the repository");
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> leaveOutMessagesOfWhichNothingCanBeSaid() {
        String body = "{\"model\":\"m\",\"input\":[{\"role\":\"user\",\"content\":\"one\"},"
                + "{\"type\":\"web_search_call\",\"id\":\"ws_1\"},{\"type\":\"compaction_trigger\"},"
                + "{\"type\":\"item_reference\",\"id\":\"rs_1\"},{\"role\":\"user\",\"content\":\"two\"}]}";
        ChatRequest request = new ResponsesCodec().decodeRequest(Utf8.of(body));
        return SIDES.stream()
                .filter(side -> side.codec().dialect() != Dialect.OPENAI_RESPONSES)
                .map(side -> named(side.folder(), () -> {
                    TargetModel target =
                            Codecs.target(side.codec().dialect(), side.models().getFirst());
                    Exchange exchange =
                            new Exchange(Dialect.OPENAI_RESPONSES, request, target, new Ids(new Random(1), 0));
                    byte[] encoded = new Translation(List.of(side.codec())).encode(exchange, 0);
                    ChatRequest told = side.codec().decodeRequest(Utf8.slice(encoded, 0, encoded.length));
                    assertThat(told.messages()).allSatisfy(message -> {
                        assertThat(message.role()).isEqualTo(Role.USER);
                        assertThat(message.text()).isNotBlank();
                    });
                    assertThat(exchange.losses().header())
                            .contains("tools-server")
                            .contains("vendor-parts");
                }));
    }

    private static void request(String body, DialectCodec client, DialectCodec provider, String model) {
        ChatRequest before = client.decodeRequest(Utf8.of(body));
        TargetModel target = Codecs.target(provider.dialect(), model);
        Exchange exchange = new Exchange(client.dialect(), before, target, new Ids(new Random(1), 1_700_000_000));
        byte[] encoded = new Translation(List.of(provider)).encode(exchange, body.length());
        ChatRequest after = provider.decodeRequest(Utf8.slice(encoded, 0, encoded.length));

        assertThat(words(after, Role.USER)).as("words of the user").contains(words(before, Role.USER));
        assertThat(words(after, Role.ASSISTANT)).as("words of the model").contains(words(before, Role.ASSISTANT));
        List<Part.ToolCall> calls = calls(before);
        List<Part.ToolCall> told = calls(after);
        assertThat(told.stream()
                        .map(call -> exchange.toolNames().original(call.name()).name()))
                .as("calls")
                .containsExactlyElementsOf(
                        calls.stream().map(call -> call.name().name()).toList());
        if (exchange.losses().all().stream().noneMatch(loss -> loss.feature() == Feature.TOOL_CALL_ARGUMENTS)) {
            for (int i = 0; i < calls.size(); i++) {
                boolean wrapped =
                        calls.get(i).name().custom() && !told.get(i).name().custom();
                JsonNode is = Expectation.arguments(told.get(i).input());
                assertThat(wrapped ? is.path("input") : is)
                        .as("arguments")
                        .isEqualTo(Expectation.arguments(calls.get(i).input()));
            }
        }
        assertThat(told.stream().map(Part.ToolCall::id)).as("ids").doesNotHaveDuplicates();
        if (exchange.losses().all().stream().noneMatch(loss -> loss.feature() == Feature.TOOL_RESULT_PAIRING)) {
            assertThat(results(after)).as("results").containsAll(results(before));
        }
        boolean chosen =
                exchange.losses().all().stream().anyMatch(loss -> loss.how().contains("told of"));
        if (chosen) {
            // Where there is no way to choose, the other tools are not told of.
            assertThat(tools(before, exchange)).as("tools").containsAll(tools(after, exchange));
        } else {
            assertThat(tools(after, exchange)).as("tools").containsExactlyElementsOf(tools(before, exchange));
        }
    }

    /** All words of a role, without white space: dialects join them differently. */
    private static String words(ChatRequest request, Role role) {
        StringBuilder words = new StringBuilder();
        for (Message message : request.messages()) {
            if (message.role() == role) {
                words.append(message.text());
            }
        }
        return words.toString().replaceAll("\\s", "");
    }

    private static List<Part.ToolCall> calls(ChatRequest request) {
        return request.messages().stream()
                .flatMap(message -> Expectation.toolCalls(message.parts()).stream())
                .toList();
    }

    private static List<String> results(ChatRequest request) {
        return request.messages().stream()
                .filter(message -> message.role() == Role.TOOL)
                .flatMap(message -> message.parts().stream())
                .map(part -> Expectation.text(((Part.ToolResult) part).parts()).replaceAll("\\s", ""))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static List<String> tools(ChatRequest request, Exchange exchange) {
        return request.tooling().tools().stream()
                .map(tool -> switch (tool) {
                    case Tool.Function function -> original(function.name(), exchange);
                    case Tool.Custom custom -> original(custom.name(), exchange);
                    case Tool.Server _ -> "";
                })
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static String original(ToolName name, Exchange exchange) {
        return exchange.toolNames().original(name).name();
    }

    private static Map<String, String> requests(Side side) {
        Map<String, String> requests = new TreeMap<>();
        for (Fixture fixture : Fixture.of(side.folder())) {
            Path request = fixture.folder().resolve("request.json");
            boolean cut = fixture.meta().path("request_cut").asBoolean(false);
            if (Files.exists(request) && !fixture.refused() && !cut) {
                requests.put(fixture.name(), Fixture.read(request).toString());
            }
        }
        for (Path capture : Fixture.captures()) {
            JsonNode recorded = Fixture.read(capture);
            if (recorded.path("path").asString("").contains(side.path())) {
                requests.put(
                        capture.getFileName().toString(), recorded.path("body").toString());
            }
        }
        return requests;
    }

    private static void pairs(BiConsumer<Side, Side> test) {
        for (Side one : SIDES) {
            for (Side other : SIDES) {
                if (one != other && one.codec().dialect().isClients()) {
                    test.accept(one, other);
                }
            }
        }
    }

    /** A test whose failure says which case it is about: reports leave out the names of dynamic tests. */
    private static DynamicTest named(String name, Runnable test) {
        return DynamicTest.dynamicTest(name, () -> {
            try {
                test.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(name + ": " + e.getMessage(), e);
            }
        });
    }
}
