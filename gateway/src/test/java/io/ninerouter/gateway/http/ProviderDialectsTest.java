package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.Profile;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Delivery;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.translate.Codecs;
import io.ninerouter.gateway.translate.Decoding;
import io.ninerouter.gateway.translate.Translation;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An agent's turn, from each client dialect to providers that speak one of their own: tools, results, images, schemas. */
class ProviderDialectsTest {
    private static final RawJson SCHEMA =
            RawJson.of("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"]}");

    private static final String CLAUDE = "claude-opus-4-8";

    private final RunningGateway gateway = RunningGateway.shared();

    @AutoClose
    private final FakeProvider provider = FakeProvider.start();

    /** A provider: what it speaks, and how. */
    record Place(String name, Dialect dialect, Profile profile, String model) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Place> PLACES = List.of(
            new Place("Code Assist", Dialect.CODE_ASSIST, null, "gemini-3-flash"),
            new Place("Antigravity", Dialect.CODE_ASSIST, Profile.ANTIGRAVITY, "claude-sonnet-4-6"),
            new Place("Vertex", Dialect.GEMINI, Profile.VERTEX, "gemini-2.5-pro"),
            new Place("Ollama", Dialect.OLLAMA, null, "qwen3:32b"));

    static Stream<Arguments> turns() {
        return PLACES.stream()
                .flatMap(place -> Dialect.CLIENTS.stream()
                        .flatMap(client -> Stream.of(true, false).map(stream -> Arguments.of(client, place, stream))));
    }

    private void serve(Place place) {
        String base = place.profile() == Profile.VERTEX
                ? provider.url() + "/v1/projects/p-1/locations/l/publishers/google"
                : Dialogs.base(place.dialect(), provider.url());
        gateway.use(Configs.empty()
                .provider("p", base, place.dialect())
                .profile(place.profile())
                .alias("m", "p/" + place.model())
                .alias(CLAUDE, "p/" + place.model()));
    }

    private HttpResponse<byte[]> ask(Dialect client, ChatRequest request, boolean stream) throws Exception {
        ChatRequest asked = request.with(request.settings().with(new Delivery(stream, true)));
        Dialect other = client == Dialect.ANTHROPIC ? Dialect.OPENAI_CHAT : Dialect.ANTHROPIC;
        // A client of Anthropic knows of schemas where its model does.
        TargetModel target = new TargetModel(client, client == Dialect.ANTHROPIC ? CLAUDE : "m", null);
        Exchange exchange = new Exchange(other, asked, target, new Ids(new Random(1), 1_700_000_000));
        byte[] body = new Translation(Codecs.ALL).encode(exchange, 0);
        return gateway.send(gateway.post(Dialogs.path(client, "m", stream), new String(body, StandardCharsets.UTF_8)));
    }

    /** The answer as the place sends it, in pieces that respect nothing. */
    private static Reply reply(Place place, Completion answer, boolean stream) {
        Exchange exchange = new Exchange(
                place.dialect(),
                ChatRequest.of("m", List.of()),
                Codecs.target(place.dialect(), place.model(), place.profile()),
                new Ids(new Random(2), 1_700_000_000));
        List<StreamEvent> events = new ArrayList<>();
        answer.emit(events::add);
        byte[] bytes = stream
                ? Decoding.stream(Codecs.of(place.dialect()), exchange, events)
                : Decoding.unary(Codecs.of(place.dialect()), exchange, answer);
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += 37) {
            pieces.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 37)));
        }
        Reply head = stream
                ? Dialogs.stream(place.dialect())
                : Reply.of(200).header("content-type", "application/json; charset=UTF-8");
        return head.sendAll(pieces);
    }

    private static Completion answer(StopReason.Kind kind, Part... parts) {
        Completion.Choice choice = new Completion.Choice(0, List.of(parts), StopReason.of(kind, ""), List.of());
        return new Completion("a1", "m", 1_700_000_000, List.of(choice), new Usage(30, 0, 0, 7, 0), null);
    }

    private ChatRequest heard(Place place) {
        byte[] body = provider.only().body();
        return Codecs.of(place.dialect()).decodeRequest(Utf8.slice(body, 0, body.length));
    }

    private static Part.ToolCall call(String id, String name, String arguments) {
        return new Part.ToolCall(id, ToolName.function(name), ToolInput.ofArguments(arguments));
    }

    private static ChatRequest conversation() {
        Tool weather = new Tool.Function(
                ToolName.function("get_weather"), "Tells the weather", SCHEMA, null, Tool.Options.NONE);
        Part image = new Part.Attachment(
                Media.Kind.IMAGE, new Media.Inline("image/png", Utf8.of("aGVsbG8h")), Part.MediaDetail.NONE, null);
        return ChatRequest.of(
                        "m",
                        List.of(
                                Message.of(Role.SYSTEM, List.of(new Part.Text("Be brief."))),
                                Message.of(Role.USER, List.of(new Part.Text("Weather?"), image)),
                                Message.of(
                                        Role.ASSISTANT,
                                        List.of(
                                                call("c1", "get_weather", "{\"city\":\"Oslo\"}"),
                                                call("c2", "get_weather", "{\"city\":\"Rome\"}"))),
                                Message.of(
                                        Role.TOOL,
                                        List.of(
                                                new Part.ToolResult("c1", "rain"),
                                                new Part.ToolResult("c2", List.of(), false, null, Extras.NONE)))))
                .with(new Tooling(List.of(weather), null, null))
                .with(Settings.NONE.with(OutputWish.NONE.withMaxTokens(500L)));
    }

    @ParameterizedTest(name = "{0} on {1}, streamed: {2}")
    @MethodSource("turns")
    void anAgentsTurn(Dialect client, Place place, boolean stream) throws Exception {
        serve(place);
        provider.always(reply(
                place,
                answer(
                        StopReason.Kind.TOOL_USE,
                        Part.Reasoning.of("Let me see.", null),
                        new Part.Text("Olá 👩‍👩‍👧"),
                        call("d1", "get_weather", "{\"city\":\"Oslo\"}"),
                        call("d2", "get_weather", "{\"city\":\"Rome\"}")),
                stream));

        HttpResponse<byte[]> told = ask(client, conversation(), stream);

        assertThat(told.statusCode())
                .as(new String(told.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        heardByTheProvider(heard(place));
        Completion got = Decoding.decode(Codecs.of(client), told.body(), stream);
        assertThat(got.error()).isNull();
        Completion.Choice choice = got.choices().getFirst();
        assertThat(choice.text()).isEqualTo("Olá 👩‍👩‍👧");
        assertThat(calls(choice.parts()))
                .containsExactly("get_weather {\"city\":\"Oslo\"}", "get_weather {\"city\":\"Rome\"}");
        assertThat(choice.parts().stream()
                        .filter(Part.ToolCall.class::isInstance)
                        .map(part -> ((Part.ToolCall) part).id()))
                .doesNotHaveDuplicates();
        assertThat(choice.reason().kind()).isEqualTo(StopReason.Kind.TOOL_USE);
        assertThat(got.usage().prompt()).isEqualTo(30);
        assertThat(got.usage().output()).isEqualTo(7);
    }

    private static void heardByTheProvider(ChatRequest heard) {
        List<Part> all = heard.messages().stream()
                .flatMap(message -> message.parts().stream())
                .toList();
        assertThat(calls(all)).containsExactly("get_weather {\"city\":\"Oslo\"}", "get_weather {\"city\":\"Rome\"}");
        List<Part.ToolResult> results = all.stream()
                .filter(Part.ToolResult.class::isInstance)
                .map(Part.ToolResult.class::cast)
                .toList();
        assertThat(results).as("an empty result is one too").hasSize(2);
        assertThat(results.getFirst().parts()).contains(new Part.Text("rain"));
        List<String> ids = all.stream()
                .filter(Part.ToolCall.class::isInstance)
                .map(part -> ((Part.ToolCall) part).id())
                .toList();
        assertThat(results.stream().map(Part.ToolResult::callId)).containsExactlyElementsOf(ids);
        assertThat(all)
                .filteredOn(Part.Attachment.class::isInstance)
                .extracting(part -> ((Media.Inline) ((Part.Attachment) part).media()).base64())
                .containsExactly(Utf8.of("aGVsbG8h"));
        assertThat(heard.messages().getFirst().text()).isEqualTo("Be brief.");
        assertThat(heard.tooling().tools()).hasSize(1);
        assertThat(heard.settings().output().maxTokens()).isEqualTo(500);
    }

    private static List<String> calls(List<Part> parts) {
        return parts.stream()
                .filter(Part.ToolCall.class::isInstance)
                .map(Part.ToolCall.class::cast)
                .map(call -> call.name().name() + ' ' + call.input().text().replace(" ", ""))
                .toList();
    }

    @ParameterizedTest(name = "{0} on {1}, streamed: {2}")
    @MethodSource("turns")
    void anAnswerAfterASchema(Dialect client, Place place, boolean stream) throws Exception {
        serve(place);
        provider.always(reply(place, answer(StopReason.Kind.LENGTH, new Part.Text("{\"city\":\"Os")), stream));
        OutputFormat format = new OutputFormat.JsonSchema("place", null, SCHEMA, null);
        ChatRequest request = ChatRequest.of("m", List.of(Message.of(Role.USER, List.of(new Part.Text("Where?")))))
                .with(Settings.NONE.with(new OutputWish(9L, List.of(), format, null, null, null)));

        HttpResponse<byte[]> told = ask(client, request, stream);

        OutputFormat heard = heard(place).settings().output().format();
        assertThat(heard).isInstanceOf(OutputFormat.JsonSchema.class);
        assertThat(((OutputFormat.JsonSchema) heard).schema().text()).contains("\"city\"", "\"required\"");
        Completion got = Decoding.decode(Codecs.of(client), told.body(), stream);
        assertThat(got.choices().getFirst().text()).isEqualTo("{\"city\":\"Os");
        assertThat(got.choices().getFirst().reason().kind()).isEqualTo(StopReason.Kind.LENGTH);
    }
}
