package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Delivery;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.chat.StopReason;
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
import io.ninerouter.gateway.fake.EventStreams;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.translate.Codecs;
import io.ninerouter.gateway.translate.Decoding;
import io.ninerouter.gateway.translate.Translation;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Callers of each dialect and AWS's two services over real connections: good answers and every way to fail. */
class AwsProvidersTest {
    private static final ToolName WEATHER = ToolName.function("get_weather");
    private static final Tool TOOL = new Tool.Function(
            WEATHER,
            "Tells the weather",
            RawJson.of("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},\"required\":[\"city\"],"
                    + "\"additionalProperties\":false}"),
            null,
            Tool.Options.NONE);

    private final RunningGateway gateway = RunningGateway.shared();

    @AutoClose
    private final FakeProvider provider = FakeProvider.start();

    static Stream<Arguments> all() {
        return pairs().flatMap(pair ->
                Stream.of(true, false).map(stream -> Arguments.of(pair.get()[0], pair.get()[1], stream)));
    }

    static Stream<Arguments> pairs() {
        return Dialect.CLIENTS.stream()
                .flatMap(client -> Stream.of(AwsUpstream.values()).map(served -> Arguments.of(client, served)));
    }

    private void serve(AwsUpstream served) {
        gateway.use(served.join(Configs.empty(), "p", provider.url()).alias("m", "p/" + served.model));
    }

    private HttpResponse<byte[]> ask(Dialect client, boolean stream) throws Exception {
        return gateway.send(gateway.post(Dialogs.path(client, "m", stream), Dialogs.request(client, "m", stream)));
    }

    private HttpResponse<byte[]> ask(Dialect client, boolean stream, List<Message> messages) throws Exception {
        ChatRequest request = ChatRequest.of("m", messages)
                .with(new Tooling(List.of(TOOL), null, null))
                .with(Settings.NONE.with(new Delivery(stream, true)));
        Exchange exchange = new Exchange(
                client, request, new TargetModel(client, "m", null), new Ids(new Random(1), 1_700_000_000));
        byte[] body = new Translation(List.of(Codecs.of(client))).encode(exchange, 0);
        return gateway.send(gateway.post(Dialogs.path(client, "m", stream), new String(body, StandardCharsets.UTF_8)));
    }

    private static Completion heard(Dialect client, HttpResponse<byte[]> answer, boolean stream) {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        return Decoding.decode(Codecs.of(client), answer.body(), stream);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static Message user(String text) {
        return Message.of(Role.USER, List.of(new Part.Text(text)));
    }

    @ParameterizedTest(name = "{0} on {1}, streamed: {2}")
    @MethodSource("all")
    void theCallerHearsItsOwnDialect(Dialect client, AwsUpstream served, boolean stream) throws Exception {
        serve(served);
        provider.always(served.strict(served.answer(stream)));

        Completion heard = heard(client, ask(client, stream), stream);

        assertThat(heard.error()).isNull();
        assertThat(heard.choices().getFirst().text()).isEqualTo("Hello");
        assertThat(heard.choices().getFirst().reason().kind()).isEqualTo(StopReason.Kind.STOP);
        if (heard.usage() != null) {
            assertThat(heard.usage()).isEqualTo(new Usage(3, 4, 0, 2, 0));
        } else {
            // OpenAI's chat tells the usage of a stream only to who asks.
            assertThat(client == Dialect.OPENAI_CHAT && stream).isTrue();
        }
        assertThat(provider.only().header("user-agent")).startsWith("NineRouter/");
    }

    @ParameterizedTest(name = "{0} on {1}, streamed: {2}")
    @MethodSource("all")
    void callsOfToolsComeThroughEachWithItsOwnArguments(Dialect client, AwsUpstream served, boolean stream)
            throws Exception {
        serve(served);
        provider.always(served.strict(served.calls(stream)));

        HttpResponse<byte[]> answer = ask(client, stream, List.of(user("Weather in Paris and Rome?")));

        Completion.Choice choice = heard(client, answer, stream).choices().getFirst();
        assertThat(choice.text()).isEqualTo("Let me look.");
        assertThat(choice.reason().kind()).isEqualTo(StopReason.Kind.TOOL_USE);
        List<Part.ToolCall> calls = choice.parts().stream()
                .filter(Part.ToolCall.class::isInstance)
                .map(Part.ToolCall.class::cast)
                .toList();
        assertThat(calls).extracting(Part.ToolCall::name).containsExactly(WEATHER, WEATHER);
        assertThat(calls)
                .extracting(call -> call.input().text())
                .containsExactly("{\"city\":\"Paris\"}", "{\"city\":\"Rome\"}");
    }

    @ParameterizedTest(name = "{0} on {1}, streamed: {2}")
    @MethodSource("all")
    void resultsOfToolsGoBackWithTheirFailures(Dialect client, AwsUpstream served, boolean stream) throws Exception {
        serve(served);
        provider.always(served.strict(served.answer(stream)));
        List<Message> conversation = List.of(
                Message.of(Role.SYSTEM, List.of(new Part.Text("Be brief."))),
                user("Weather in Paris and Rome?"),
                Message.of(Role.ASSISTANT, List.of(new Part.Text("Let me look."), call("t1"), call("t2"))),
                Message.of(
                        Role.TOOL,
                        List.of(
                                new Part.ToolResult("t1", "sunny"),
                                new Part.ToolResult(
                                        "t2", List.of(new Part.Text("no such city")), true, null, Extras.NONE))));

        Completion heard = heard(client, ask(client, stream, conversation), stream);

        assertThat(heard.choices().getFirst().text()).isEqualTo("Hello");
        // OpenAI's dialects have no word for a failure.
        boolean failures = client == Dialect.ANTHROPIC || client == Dialect.GEMINI;
        String sent = provider.only().text();
        assertThat(sent).contains("Be brief.", "sunny", "no such city", "\"status\":\"success\"");
        assertThat(sent.contains("\"status\":\"error\"")).isEqualTo(failures);
    }

    private static Part call(String id) {
        return new Part.ToolCall(id, WEATHER, new ToolInput.Json(RawJson.of("{\"city\":\"" + id + "\"}")));
    }

    @ParameterizedTest(name = "{0} on {1}, streamed: {2}")
    @MethodSource("all")
    void aRefusalIsToldInTheCallersDialect(Dialect client, AwsUpstream served, boolean stream) throws Exception {
        serve(served);
        provider.always(served.tooLong());

        HttpResponse<byte[]> answer = ask(client, stream);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(text(answer)).contains("Input is too long").contains("\"error\":{");
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("pairs")
    void anExceptionWithinAStreamIsToldInTheCallersDialect(Dialect client, AwsUpstream served) throws Exception {
        serve(served);
        provider.always(AwsUpstream.stream()
                .send(served.beginning())
                .send(EventStreams.exception("modelStreamErrorException", "{\"message\":\"it broke\"}")));

        Completion heard = heard(client, ask(client, true), true);

        assertThat(heard.error()).isNotNull();
        assertThat(heard.error().message()).contains("it broke");
        assertThat(heard.choices().getFirst().text()).isEqualTo("Hel");
        assertThat(heard.choices().getFirst().reason()).isNull();
    }

    @ParameterizedTest(name = "{0} on {1}, streamed: {2}")
    @MethodSource("all")
    void anExceptionInsteadOfAStreamGetsItsStatus(Dialect client, AwsUpstream served, boolean stream) throws Exception {
        serve(served);
        provider.always(AwsUpstream.stream()
                .send(EventStreams.exception("throttlingException", "{\"message\":\"Too many requests\"}")));

        HttpResponse<byte[]> answer = ask(client, stream);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(text(answer)).contains("Too many requests").contains("\"error\":{");
    }

    static Stream<Arguments> cuts() {
        return pairs().flatMap(pair -> {
            AwsUpstream served = (AwsUpstream) pair.get()[1];
            byte[] half = EventStreams.event("assistantResponseEvent", "{\"content\":\"lo\"}");
            byte[] damaged = half.clone();
            damaged[half.length - 6] ^= 1;
            Reply begun = AwsUpstream.stream().send(served.beginning());
            return Stream.of(
                    Arguments.of(pair.get()[0], served, "by the connection", begun.cut()),
                    Arguments.of(pair.get()[0], served, "within a message", begun.send(Arrays.copyOf(half, 30))),
                    Arguments.of(pair.get()[0], served, "within a length", begun.send(Arrays.copyOf(half, 7))),
                    Arguments.of(pair.get()[0], served, "by damage", begun.send(damaged)));
        });
    }

    @ParameterizedTest(name = "{0} on {1}, cut {2}")
    @MethodSource("cuts")
    void aStreamThatIsCutEndsInAnError(Dialect client, AwsUpstream served, String how, Reply reply) throws Exception {
        serve(served);
        provider.always(reply);

        Completion heard = heard(client, ask(client, true), true);

        assertThat(heard.error()).isNotNull();
        assertThat(heard.choices().getFirst().text()).isEqualTo("Hel");
        assertThat(heard.choices().getFirst().reason()).isNull();
    }

    static Stream<Arguments> failures() {
        return all().flatMap(each -> {
            AwsUpstream served = (AwsUpstream) each.get()[1];
            return Stream.of(
                    Arguments.of(each.get()[0], served, each.get()[2], "too long", served.tooLong()),
                    Arguments.of(
                            each.get()[0],
                            served,
                            each.get()[2],
                            "an exception",
                            AwsUpstream.stream()
                                    .send(EventStreams.exception("internalServerException", "{\"message\":\"no\"}"))),
                    Arguments.of(
                            each.get()[0],
                            served,
                            each.get()[2],
                            "an error",
                            AwsUpstream.stream().send(EventStreams.error("InternalFailure", "no"))),
                    Arguments.of(
                            each.get()[0],
                            served,
                            each.get()[2],
                            "half a message",
                            AwsUpstream.stream().send(Arrays.copyOf(served.beginning(), 20))),
                    Arguments.of(
                            each.get()[0],
                            served,
                            each.get()[2],
                            "nothing",
                            AwsUpstream.stream().send("")));
        });
    }

    @ParameterizedTest(name = "{0} on {1}, streamed: {2}, {3}")
    @MethodSource("failures")
    void aComboFallsOverToTheNextTarget(Dialect client, AwsUpstream served, boolean stream, String name, Reply failure)
            throws Exception {
        AwsUpstream other = served == AwsUpstream.KIRO ? AwsUpstream.BEDROCK : AwsUpstream.KIRO;
        try (FakeProvider second = FakeProvider.start()) {
            Configs configs = served.join(Configs.empty(), "p", provider.url());
            gateway.use(other.join(configs, "q", second.url()).combo("m", "p/" + served.model, "q/" + other.model));
            provider.always(failure);
            second.always(other.strict(other.answer(stream)));

            HttpResponse<byte[]> answer = ask(client, stream);

            assertThat(heard(client, answer, stream).choices().getFirst().text())
                    .isEqualTo("Hello");
            assertThat(answer.headers().firstValue("x-ninerouter-attempts")).hasValue("2");
        }
    }
}
