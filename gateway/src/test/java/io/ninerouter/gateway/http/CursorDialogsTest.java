package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.GatewayConfig.Timeouts;
import io.ninerouter.config.SecretText;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Delivery;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.fake.ClientDialects;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Cursor;
import io.ninerouter.gateway.fake.Cursor.Fields;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.FakeProvider.Asked;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RequestLines;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.translate.Codecs;
import io.ninerouter.gateway.translate.Decoding;
import io.ninerouter.gateway.translate.Translation;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Callers of each dialect and Cursor, over real connections. */
class CursorDialogsTest {
    private static final String TOKEN = "canary-cursor-token";
    private static final String PATH = "/aiserver.v1.ChatService/StreamUnifiedChatWithTools";

    private final RunningGateway gateway = RunningGateway.shared();
    private FakeProvider cursor;

    @BeforeEach
    void start() {
        cursor = FakeProvider.start();
        use();
    }

    /** Afresh: what was learnt of failures is forgotten. */
    private void use() {
        gateway.use(configs(Map.of("machineId", "MACHINE")).alias("m", "cu/claude-4.5-sonnet"));
    }

    @AfterEach
    void stop() {
        cursor.close();
    }

    private Configs configs(Map<String, String> facts) {
        return Configs.empty()
                .provider(
                        "cu",
                        cursor.url(),
                        AuthScheme.BEARER,
                        Map.of("x-cursor-client-version", "3.1.0"),
                        new BodyEdits(List.of("messages"), Map.of(), Map.of("x", TextNode.valueOf("y"))),
                        Dialect.CURSOR)
                .credential(
                        "cu",
                        new Credential(Credential.Kind.ACCESS_TOKEN, SecretText.of("user_1::" + TOKEN), null, facts));
    }

    private HttpResponse<byte[]> ask(Dialect client, boolean stream) throws Exception {
        return gateway.send(gateway.post(Dialogs.path(client, "m", stream), Dialogs.request(client, "m", stream)));
    }

    private HttpResponse<byte[]> ask(Dialect client, boolean stream, ChatRequest request) throws Exception {
        Exchange exchange = new Exchange(
                client,
                request.with(request.settings().with(new Delivery(stream, true))),
                new TargetModel(client, "m", null),
                new Ids(new Random(1), 1));
        byte[] body = new Translation(Codecs.ALL).encode(exchange, 0);
        return gateway.send(gateway.post(Dialogs.path(client, "m", stream), new String(body, StandardCharsets.UTF_8)));
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static Completion heard(Dialect client, HttpResponse<byte[]> answer, boolean stream) {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(200);
        return Decoding.decode(Codecs.of(client), answer.body(), stream);
    }

    @ParameterizedTest
    @ClientDialects
    void theCallerHearsItsOwnDialect(Dialect client) throws Exception {
        cursor.always(Cursor.reply(Cursor.thinking("Hm."), Cursor.text("Hel"), Cursor.text("lo"), Cursor.END));
        for (boolean stream : new boolean[] {true, false}) {
            Completion heard = heard(client, ask(client, stream), stream);
            assertThat(heard.error()).isNull();
            assertThat(heard.choices().getFirst().text()).isEqualTo("Hello");
            assertThat(heard.choices().getFirst().reason().kind()).isEqualTo(StopReason.Kind.STOP);
            assertThat(heard.choices().getFirst().parts())
                    .anySatisfy(part -> assertThat(part)
                            .isInstanceOfSatisfying(
                                    Part.Reasoning.class,
                                    thought -> assertThat(thought.text()).isEqualTo("Hm.")));
        }
        Asked asked = cursor.asked().getFirst();
        assertThat(asked.uri()).isEqualTo(PATH);
        assertThat(Cursor.asked(asked.body()).message(1).text(1)).isEqualTo("Hi");
    }

    @Test
    void aRefusalThatRepeatsTheTokenIsToldInOtherWords() throws Exception {
        cursor.always(Reply.json(400, "{\"code\":\"invalid\",\"message\":\"no such token: " + TOKEN + "\"}"));

        HttpResponse<byte[]> answer = ask(Dialect.OPENAI_CHAT, false);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(text(answer)).doesNotContain(TOKEN);
    }

    @Test
    void cursorSeesWhoWeAreAndWhatTheAccountIs() throws Exception {
        cursor.always(Cursor.reply(Cursor.text("Hello"), Cursor.END));

        ask(Dialect.OPENAI_CHAT, true);

        Asked asked = cursor.only();
        assertThat(asked.header("content-type")).isEqualTo("application/connect+proto");
        assertThat(asked.header("user-agent")).startsWith("NineRouter/");
        assertThat(asked.header("authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(asked.header("x-cursor-checksum")).endsWith("MACHINE").hasSize(8 + 7);
        assertThat(asked.header("x-client-key")).hasSize(64);
        assertThat(asked.header("x-session-id")).hasSize(36);
        assertThat(asked.header("x-cursor-client-version")).isEqualTo("3.1.0");
        assertThat(asked.header("x-ghost-mode")).isEqualTo("true");
    }

    @ParameterizedTest
    @ClientDialects
    void toolsAreCalledAndTheirResultsGoBack(Dialect client) throws Exception {
        ToolName ls = ToolName.function("ls");
        Tool tool = new Tool.Function(
                ls, "lists", RawJson.of("{\"type\":\"object\",\"properties\":{}}"), null, Tool.Options.NONE);
        ChatRequest question = ChatRequest.of(
                        "m", List.of(Message.of(Role.USER, List.of(new Part.Text("What is here?")))))
                .with(new Tooling(List.of(tool), null, null));
        for (boolean stream : new boolean[] {true, false}) {
            cursor.reset();
            cursor.then(
                    Cursor.reply(
                            Cursor.text("Looking."),
                            Cursor.call("c1\nmc_1", "mcp_custom_ls", "{\"a\":", false),
                            Cursor.call("c1\nmc_1", "mcp_custom_ls", "1}", true),
                            Cursor.END),
                    Cursor.reply(Cursor.text("Two files."), Cursor.END));

            Completion first = heard(client, ask(client, stream, question), stream);
            Part.ToolCall call = first.choices().getFirst().parts().stream()
                    .filter(Part.ToolCall.class::isInstance)
                    .map(Part.ToolCall.class::cast)
                    .findFirst()
                    .orElseThrow();
            assertThat(call.name().name()).isEqualTo("ls");
            assertThat(call.input().text()).isEqualTo("{\"a\":1}");
            assertThat(first.choices().getFirst().reason().kind()).isEqualTo(StopReason.Kind.TOOL_USE);

            List<Message> messages = List.of(
                    question.messages().getFirst(),
                    Message.of(
                            Role.ASSISTANT,
                            List.of(
                                    new Part.Text("Looking."),
                                    new Part.ToolCall(call.id(), ls, ToolInput.ofArguments("{\"a\":1}")))),
                    Message.of(Role.TOOL, List.of(new Part.ToolResult(call.id(), "a.txt b.txt"))));
            Completion second = heard(client, ask(client, stream, question.with(messages)), stream);
            assertThat(second.choices().getFirst().text()).isEqualTo("Two files.");

            Fields asked = Cursor.asked(cursor.asked().getLast().body());
            assertThat(asked.messages(1).stream().map(message -> message.text(1)))
                    .hasSize(3)
                    .last()
                    .asString()
                    .contains("<tool_name>ls</tool_name>", "<arguments>{\"a\":1}</arguments>", "a.txt b.txt");
            assertThat(asked.message(34).text(1)).isEqualTo("ls");
            Fields earlier = Cursor.asked(cursor.asked().getFirst().body());
            assertThat(asked.text(23)).isEqualTo(earlier.text(23));
        }
    }

    @ParameterizedTest
    @ClientDialects
    void anErrorBeforeTheAnswerHasItsStatus(Dialect client) throws Exception {
        cursor.always(Cursor.reply(Cursor.error("unauthenticated", "ERROR_NOT_LOGGED_IN", "Log in", "Please.")));
        for (boolean stream : new boolean[] {true, false}) {
            HttpResponse<byte[]> answer = ask(client, stream);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(text(answer)).contains("Log in: Please.");
            use();
        }
    }

    @ParameterizedTest
    @ClientDialects
    void anErrorOrACutWithinTheStreamIsNoEnd(Dialect client) throws Exception {
        byte[] error = Cursor.error("unavailable", "ERROR_X", "Too bad", "Try later.");
        for (Reply reply : List.of(
                Cursor.reply(Cursor.text("Hel"), error),
                Cursor.reply(Cursor.text("Hel")),
                Cursor.reply(Cursor.text("Hel"), new byte[] {0, 0, 0}),
                Cursor.reply(Cursor.text("Hel"), new byte[] {9, 0, 0, 0, 0}),
                Cursor.reply(Cursor.text("Hel")).cut())) {
            use();
            cursor.always(reply);
            Completion heard = heard(client, ask(client, true), true);
            assertThat(heard.error()).isNotNull();
            assertThat(heard.choices().getFirst().text()).isEqualTo("Hel");
            assertThat(heard.choices().getFirst().reason()).isNull();
        }
    }

    @ParameterizedTest
    @ClientDialects
    void aComboFallsOver(Dialect client) throws Exception {
        try (FakeProvider second = FakeProvider.start()) {
            second.always(Dialogs.reply(Dialect.ANTHROPIC, true));
            for (Reply reply : List.of(
                    Cursor.reply(Cursor.error("resource_exhausted", "ERROR_PRO_USER_USAGE_LIMIT", "Out", "Wait.")),
                    Cursor.reply(Cursor.END),
                    Cursor.reply(Cursor.thinking("")),
                    Reply.json(401, "{\"code\":\"unauthenticated\",\"message\":\"Error\"}"),
                    Reply.json(200, "{\"error\":{\"code\":\"internal\",\"message\":\"Error\"}}"),
                    Reply.refuse())) {
                gateway.use(configs(Map.of("machineId", "MACHINE"))
                        .provider("q", second.url(), Dialect.ANTHROPIC)
                        .combo("m", "cu/claude-4.5-sonnet", "q/model-2"));
                cursor.always(reply);
                HttpResponse<byte[]> answer = ask(client, true);
                assertThat(answer.headers().firstValue("x-ninerouter-target")).hasValue("q/model-2/q");
                assertThat(heard(client, answer, true).choices().getFirst().text())
                        .isEqualTo("Hello");
            }
        }
    }

    @Test
    void anAccountWithoutItsMachineIsNotAskedAndSaysWhy() throws Exception {
        gateway.use(configs(Map.of()).alias("m", "cu/claude-4.5-sonnet"));

        HttpResponse<byte[]> answer = ask(Dialect.OPENAI_CHAT, false);

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(text(answer))
                .contains("cu/claude-4.5-sonnet/cu", "machineId")
                .doesNotContain(TOKEN);
        assertThat(cursor.asked()).isEmpty();
    }

    @Test
    void wordsReachTheCallerAsTheyCome() throws Exception {
        Reply.Trigger more = new Reply.Trigger();
        cursor.always(Cursor.head()
                .send(Cursor.text("Hel"))
                .await(more)
                .send(Cursor.text("lo"))
                .send(Cursor.END));

        try (LiveStream live = LiveStream.ask(gateway, Dialect.OPENAI_CHAT, "m")) {
            live.until("Hel");
            more.fire();
            live.until("lo");
            live.rest();
        }
    }

    @Test
    void tokensAreEstimatedAndMarkedSo() throws Exception {
        cursor.always(Cursor.reply(Cursor.text("The quick brown fox jumps over the lazy dog."), Cursor.END));
        try (RequestLines lines = new RequestLines()) {
            Map<String, Object> line = lines.of(ask(Dialect.ANTHROPIC, true));

            assertThat(line).containsEntry("usage", "estimated").containsEntry("provider_dialect", Dialect.CURSOR);
            assertThat((long) line.get("output_tokens")).isBetween(8L, 19L);
        }
    }

    @Test
    void theTokenIsTakenOutOfBodiesThatAreLogged() throws Exception {
        gateway.use(configs(Map.of("machineId", "MACHINE"))
                .settings(new GatewayConfig.Settings(
                        true,
                        GatewayConfig.Accounts.DEFAULT,
                        new Timeouts(10_000, 30_000, 30_000),
                        15_000,
                        GatewayConfig.Limits.DEFAULT,
                        GatewayConfig.RequestLog.BODIES))
                .alias("m", "cu/claude-4.5-sonnet"));
        cursor.always(Cursor.reply(Cursor.text("I was shown " + TOKEN), Cursor.END));
        try (RequestLines lines = new RequestLines()) {
            assertThat(lines.of(ask(Dialect.OPENAI_CHAT, false))
                            .get("response_body")
                            .toString())
                    .contains("I was shown ***");
        }
    }
}
