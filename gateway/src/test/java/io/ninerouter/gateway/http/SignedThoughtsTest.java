package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.fake.SignedThoughts;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A provider that signs its thoughts, and refuses what it has not signed, is talked to over several turns by clients that send
 * back what they got. In the end another provider goes on with the same history.
 */
class SignedThoughtsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningGateway gateway = RunningGateway.shared();

    @AutoClose
    private final FakeProvider provider = FakeProvider.start();

    @AutoClose
    private final FakeProvider other = FakeProvider.start();

    static Stream<Arguments> pairs() {
        return Dialect.CLIENTS.stream()
                .flatMap(client -> Stream.of(Dialect.ANTHROPIC, Dialect.OPENAI_RESPONSES)
                        .map(served -> Arguments.of(client, served)));
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("pairs")
    void comeBackUnchangedToWhoSignedThemAndReachNobodyElse(Dialect client, Dialect served) throws Exception {
        SignedThoughts signer = new SignedThoughts(served);
        Dialect elsewhere = served == Dialect.ANTHROPIC ? Dialect.OPENAI_RESPONSES : Dialect.ANTHROPIC;
        SignedThoughts another = new SignedThoughts(elsewhere);
        provider.always(asked -> signer.answer(asked.text()));
        other.always(asked -> another.answer(asked.text()));
        gateway.use(Configs.empty().provider("a", provider.url(), served).provider("b", other.url(), elsewhere));
        String model = served == Dialect.ANTHROPIC ? "a/claude-sonnet-4-5" : "a/gpt-5.5";
        ObjectNode request = (ObjectNode) JSON.readTree(asked(client));

        for (int turn = 1; turn <= 3; turn++) {
            JsonNode answer = ask(client, model, request);
            assertThat(signer.seen())
                    .as("thoughts that came back in turn %s", turn)
                    .isEqualTo(turn - 1);
            goOn(client, request, answer);
        }
        ask(client, served == Dialect.ANTHROPIC ? "b/gpt-5.5" : "b/claude-sonnet-4-5", request);

        // Where the other speaks the caller's own dialect the bytes pass as they are, and it says that they are not its
        // own.
        assertThat(other.asked()).hasSize(client == elsewhere ? 2 : 1);
        assertThat(signer.signatures())
                .hasSize(3)
                .noneMatch(other.asked().getLast().text()::contains);
        assertThat(other.asked().getLast().text()).contains("\"ls\"");
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = Dialect.class,
            names = {"ANTHROPIC", "OPENAI_RESPONSES"})
    void ofAnotherAreRefusedOnceAConversationAndNotInEachTurn(Dialect dialect) throws Exception {
        SignedThoughts stranger = new SignedThoughts(dialect, "a stranger");
        SignedThoughts signer = new SignedThoughts(dialect);
        other.always(asked -> stranger.answer(asked.text()));
        provider.always(asked -> signer.answer(asked.text()));
        gateway.use(Configs.empty().provider("a", provider.url(), dialect).provider("b", other.url(), dialect));
        String model = dialect == Dialect.ANTHROPIC ? "claude-sonnet-4-5" : "gpt-5.5";
        ObjectNode request = (ObjectNode) JSON.readTree(asked(dialect));
        goOn(dialect, request, ask(dialect, "b/" + model, request));

        for (int turn = 1; turn <= 3; turn++) {
            JsonNode answer = ask(dialect, "a/" + model, request);
            assertThat(provider.asked()).as("requests by turn %s", turn).hasSize(turn + 1);
            assertThat(signer.seen())
                    .as("its own that came back in turn %s", turn)
                    .isEqualTo(turn - 1);
            assertThat(provider.asked().getLast().text())
                    .doesNotContain(stranger.signatures().getFirst());
            goOn(dialect, request, answer);
        }

        // Another conversation of the same caller is another matter: nothing of it is hidden unasked.
        ObjectNode another = (ObjectNode) JSON.readTree(asked(dialect).replace("Hi", "Hello"));
        goOn(dialect, another, ask(dialect, "b/" + model, another));
        int before = provider.asked().size();
        ask(dialect, "a/" + model, another);
        assertThat(provider.asked()).hasSize(before + 2);
    }

    /** A conversation that went elsewhere and comes back holds seals of both: each account is still shown its own. */
    @ParameterizedTest(name = "{0}")
    @EnumSource(
            value = Dialect.class,
            names = {"ANTHROPIC", "OPENAI_RESPONSES"})
    void ofItsOwnAnAccountIsShownAgainWhereAnothersAreAmongThem(Dialect dialect) throws Exception {
        SignedThoughts stranger = new SignedThoughts(dialect, "a stranger");
        SignedThoughts signer = new SignedThoughts(dialect);
        other.always(asked -> stranger.answer(asked.text()));
        provider.always(asked -> signer.answer(asked.text()));
        gateway.use(Configs.empty().provider("a", provider.url(), dialect).provider("b", other.url(), dialect));
        String model = dialect == Dialect.ANTHROPIC ? "claude-sonnet-4-5" : "gpt-5.5";
        ObjectNode request = (ObjectNode) JSON.readTree(asked(dialect).replace("Hi", "Hi both"));
        goOn(dialect, request, ask(dialect, "a/" + model, request));
        goOn(dialect, request, ask(dialect, "b/" + model, request));
        int before = provider.asked().size();

        ask(dialect, "a/" + model, request);

        assertThat(provider.asked()).hasSize(before + 2);
        assertThat(signer.seen()).isEqualTo(1);
        assertThat(provider.asked().getLast().text())
                .contains(signer.signatures().getFirst())
                .doesNotContain(stranger.signatures().getFirst());
    }

    private JsonNode ask(Dialect client, String model, ObjectNode request) throws Exception {
        if (client != Dialect.GEMINI) {
            request.put("model", model);
        }
        HttpResponse<byte[]> answer =
                gateway.send(gateway.post(Dialogs.path(client, model, false), request.toString()));
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static String asked(Dialect client) {
        String schema = "{\"type\":\"object\",\"properties\":{}}";
        return switch (client) {
            case OPENAI_CHAT ->
                "{\"reasoning_effort\":\"high\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
                        + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"ls\",\"parameters\":" + schema
                        + "}}]}";
            case ANTHROPIC ->
                "{\"max_tokens\":4096,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2048},"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],"
                        + "\"tools\":[{\"name\":\"ls\",\"input_schema\":" + schema + "}]}";
            case OPENAI_RESPONSES ->
                "{\"store\":false,\"include\":[\"reasoning.encrypted_content\"],"
                        + "\"reasoning\":{\"effort\":\"high\"},\"input\":[{\"type\":\"message\",\"role\":\"user\",\"content\":\"Hi\"}],"
                        + "\"tools\":[{\"type\":\"function\",\"name\":\"ls\",\"parameters\":" + schema + "}]}";
            default ->
                "{\"generationConfig\":{\"thinkingConfig\":{\"thinkingBudget\":2048,\"includeThoughts\":true}},"
                        + "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}],"
                        + "\"tools\":[{\"functionDeclarations\":[{\"name\":\"ls\",\"parameters\":" + schema + "}]}]}";
        };
    }

    /** What a client does with an answer: it keeps it as it is, and adds what its tool said. */
    private static void goOn(Dialect client, ObjectNode request, JsonNode answer) throws Exception {
        switch (client) {
            case OPENAI_CHAT -> {
                JsonNode message = answer.at("/choices/0/message");
                add(request.withArray("messages"), message, """
                        {"role":"tool","tool_call_id":"%s","content":"out"}""".formatted(
                                message.at("/tool_calls/0/id").asText()));
            }
            case ANTHROPIC -> {
                JsonNode content = answer.path("content");
                String id = content.findValuesAsText("id").getLast();
                add(
                        request.withArray("messages"),
                        JSON.createObjectNode().put("role", "assistant").set("content", content),
                        """
                        {"role":"user","content":[{"type":"tool_result","tool_use_id":"%s","content":"out"}]}""".formatted(id));
            }
            case OPENAI_RESPONSES -> {
                answer.path("output").forEach(request.withArray("input")::add);
                request.withArray("input").add(JSON.readTree("""
                        {"type":"function_call_output","call_id":"%s","output":"out"}""".formatted(
                                answer.findValuesAsText("call_id").getLast())));
            }
            default -> {
                JsonNode content = answer.at("/candidates/0/content");
                List<JsonNode> calls = content.findValues("functionCall");
                ObjectNode result = JSON.createObjectNode().put("name", "ls");
                if (calls.getLast().has("id")) {
                    result.set("id", calls.getLast().path("id"));
                }
                result.putObject("response").put("output", "out");
                ObjectNode turn = JSON.createObjectNode().put("role", "user");
                turn.putArray("parts").addObject().set("functionResponse", result);
                add(request.withArray("contents"), content, turn.toString());
            }
        }
    }

    private static void add(ArrayNode history, JsonNode answer, String result) throws Exception {
        history.add(answer);
        history.add(JSON.readTree(result));
    }
}
