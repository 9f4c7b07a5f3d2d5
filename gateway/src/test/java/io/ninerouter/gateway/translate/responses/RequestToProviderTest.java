package io.ninerouter.gateway.translate.responses;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.Session;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests of clients of other dialects, as providers of this one get them. */
class RequestToProviderTest {
    private static final String OPENAI = "gpt-5.5";
    private static final String OTHER = "grok-4";

    private static Responses.Encoded encode(ChatRequest request, String model) {
        return Responses.encode(Dialect.ANTHROPIC, request, model);
    }

    private static Part.ToolCall call(String id) {
        return new Part.ToolCall(id, ToolName.function("f"), ToolInput.ofArguments("{\"a\": 1}"));
    }

    @Test
    void saysAConversationAsItems() {
        Responses.Encoded encoded = encode(
                Responses.ask(
                        Message.of(Role.SYSTEM, List.of(new Part.Text("one"), new Part.Text("two"))),
                        Responses.user("hi"),
                        Responses.assistant(new Part.Text("Looking."), call("c1"), call("c2")),
                        Message.of(
                                Role.TOOL, List.of(new Part.ToolResult("c1", "r1"), new Part.ToolResult("c2", "r2"))),
                        Message.of(Role.SYSTEM, List.of(new Part.Text("three")))),
                OPENAI);
        assertThat(encoded.at("/instructions")).isEqualTo("\"one\\n\\ntwo\"");
        assertThat(encoded.at("/input"))
                .isEqualTo("[{\"type\":\"message\",\"role\":\"user\",\"content\":\"hi\"},"
                        + "{\"type\":\"message\",\"role\":\"assistant\",\"content\":\"Looking.\"},"
                        + "{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"f\",\"arguments\":\"{\\\"a\\\": 1}\"},"
                        + "{\"type\":\"function_call\",\"call_id\":\"c2\",\"name\":\"f\",\"arguments\":\"{\\\"a\\\": 1}\"},"
                        + "{\"type\":\"function_call_output\",\"call_id\":\"c1\",\"output\":\"r1\"},"
                        + "{\"type\":\"function_call_output\",\"call_id\":\"c2\",\"output\":\"r2\"},"
                        + "{\"type\":\"message\",\"role\":\"system\",\"content\":\"three\"}]");
        assertThat(encoded.losses()).isEmpty();
    }

    @Test
    void undoesTheDefaultsThatOtherDialectsDoNotHave() {
        ChatRequest request = Responses.ask(Responses.user("hi"));
        Tool tool = new Tool.Function(
                ToolName.function("f"), null, RawJson.of("{\"type\":\"object\"}"), null, Tool.Options.NONE);
        Responses.Encoded encoded = encode(request.with(new Tooling(List.of(tool), null, null)), OPENAI);
        assertThat(encoded.at("/store")).isEqualTo("false");
        assertThat(encoded.at("/tools/0/strict")).isEqualTo("false");
        assertThat(encoded.at("/tools/0/parameters")).isEqualTo("{\"type\":\"object\",\"properties\":{}}");
        assertThat(encoded.at("/include")).isEqualTo("[\"reasoning.encrypted_content\"]");
        assertThat(encode(request, "gpt-4o").at("/include")).isEqualTo("(none)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "null     | high | null  | null       | gpt-5.5 | {'effort':'high'}                  | []",
                "null     | max  | null  | null       | gpt-5.5 | {'effort':'xhigh'}                 | [~REASONING_EFFORT: max as xhigh]",
                "null     | max  | null  | null       | grok-4  | {'effort':'max'}                   | []",
                "OFF      | null | null  | null       | gpt-5.5 | {'effort':'none'}                  | []",
                "BUDGET   | null | 8192  | summarized | gpt-5.5 | {'effort':'medium','summary':'auto'} | [~REASONING_BUDGET: as effort]",
                "ADAPTIVE | low  | null  | omitted    | gpt-5.5 | {'effort':'low'}                   | []",
                "ADAPTIVE | null | null  | thoughts   | gpt-5.5 | {'summary':'auto'}                 | [~REASONING_EFFORT: as the provider's default]",
                "null     | null | null  | null       | gpt-5.5 | (none)                             | []",
            })
    void saysHowMuchToThink(
            ReasoningWish.@Nullable Mode mode,
            @Nullable String effort,
            @Nullable Long budget,
            @Nullable String display,
            String model,
            String reasoning,
            String losses) {
        ChatRequest request = Responses.ask(Responses.user("hi"));
        ReasoningWish wish = new ReasoningWish(mode, effort, budget, display);
        Responses.Encoded encoded = encode(request.with(request.settings().with(wish)), model);
        assertThat(encoded.at("/reasoning")).isEqualTo(reasoning.replace('\'', '"'));
        assertThat(encoded.losses()).hasToString(losses);
    }

    @Test
    void countsWhatItHasNoWordFor() {
        ChatRequest request = Responses.ask(
                new Message(Role.USER, List.of(new Part.Text("hi")), "bob", Extras.NONE),
                Responses.assistant(call("c")),
                Message.of(
                        Role.TOOL,
                        List.of(new Part.ToolResult("c", List.of(new Part.Text("no")), true, null, Extras.NONE))));
        Sampling sampling = new Sampling(0.5, null, 3L, 4L, 0.1, null);
        OutputWish output = new OutputWish(7L, List.of("END"), new OutputFormat.JsonObject(), 2L, 0L, "low");
        var settings = new io.ninerouter.gateway.chat.Settings(
                sampling, output, ReasoningWish.NONE, request.settings().delivery());
        Responses.Encoded encoded = encode(request.with(settings), OTHER);
        assertThat(encoded.losses())
                .containsExactlyInAnyOrder(
                        "-MESSAGE_NAME: no place for it",
                        "-TOOL_RESULT_ERROR: the text tells",
                        "-TOP_K: no such thing in Responses",
                        "-SEED: no such thing in Responses",
                        "-PENALTIES: no such thing in Responses",
                        "-STOP_SEQUENCES: no such thing in Responses",
                        "-CHOICES: one answer only",
                        "-VERBOSITY: known to OpenAI's models only");
        assertThat(encoded.at("/text")).isEqualTo("{\"format\":{\"type\":\"json_object\"}}");
        assertThat(encoded.at("/max_output_tokens")).isEqualTo("7");
        assertThat(encoded.at("/temperature")).isEqualTo("0.5");
        assertThat(encoded.at("/include")).isEqualTo("[\"message.output_text.logprobs\"]");
    }

    @Test
    void groupsToolsOfANamespaceAndFlattensThemForOthers() {
        String body = "{\"model\":\"m\",\"input\":\"x\",\"tools\":[{\"type\":\"namespace\",\"name\":\"n\","
                + "\"description\":\"d\",\"tools\":[{\"type\":\"function\",\"name\":\"a\",\"parameters\":null},"
                + "{\"type\":\"custom\",\"name\":\"b\"}]},{\"type\":\"web_search\"}],"
                + "\"tool_choice\":{\"type\":\"custom\",\"name\":\"b\",\"namespace\":\"n\"}}";
        Responses.Encoded own = Responses.encode(Dialect.OPENAI_RESPONSES, Responses.decode(body), OPENAI);
        assertThat(own.body())
                .isEqualTo(Responses.JSON.readTree(body.replace("\"m\"", "\"" + OPENAI + "\"")
                        .replace("\"x\"", "[{\"type\":\"message\",\"role\":\"user\",\"content\":\"x\"}]")));
        Responses.Encoded flat = Responses.encode(Dialect.OPENAI_RESPONSES, Responses.decode(body), OTHER);
        assertThat(flat.at("/tools/0/name")).isEqualTo("\"n__a\"");
        assertThat(flat.at("/tools/1/type")).isEqualTo("\"function\"");
        assertThat(flat.at("/tools/1/parameters/required")).isEqualTo("[\"input\"]");
        assertThat(flat.at("/tool_choice")).isEqualTo("{\"type\":\"function\",\"name\":\"n__b\"}");
    }

    @Test
    void givesBackOwnSealsAndDropsThoughtsWithoutOne() {
        Seal own = new Seal(Seal.Kind.ENCRYPTED, "gAAA", Dialect.OPENAI_RESPONSES, "gpt");
        Seal alien = new Seal(Seal.Kind.SIGNATURE, "sig", Dialect.ANTHROPIC, "claude");
        ChatRequest request = Responses.ask(
                Responses.user("hi"),
                Responses.assistant(
                        new Part.Reasoning("rs_7", List.of(new Part.Section(true, "hm")), own),
                        Part.Reasoning.of("well", alien),
                        new Part.Text("ok")));
        Responses.Encoded encoded = encode(request, OPENAI);
        assertThat(encoded.at("/input/1"))
                .isEqualTo("{\"type\":\"reasoning\",\"id\":\"rs_7\",\"summary\":"
                        + "[{\"type\":\"summary_text\",\"text\":\"hm\"}],\"encrypted_content\":\"gAAA\"}");
        assertThat(encoded.at("/input/2/role")).isEqualTo("\"assistant\"");
        assertThat(encoded.losses())
                .containsExactly(
                        "-REASONING_SEAL: of another dialect or model family",
                        "-REASONING_TEXT: without OpenAI's seal");
        assertThat(encode(request, OTHER).at("/input/2/content"))
                .isEqualTo("[{\"type\":\"reasoning_text\",\"text\":\"well\"}]");
    }

    @Test
    void saysAttachmentsAndShowsThoseOfToolsInTheirResult() {
        Media.Inline png = new Media.Inline("image/png", Utf8.of("AA=="));
        Media.Inline pdf = new Media.Inline("application/pdf", Utf8.of("BB=="));
        Part image = new Part.Attachment(Media.Kind.IMAGE, png, Part.MediaDetail.NONE, null);
        Part document = new Part.Attachment(Media.Kind.DOCUMENT, pdf, Part.MediaDetail.NONE, null);
        Part film = new Part.Attachment(Media.Kind.VIDEO, png, Part.MediaDetail.NONE, null);
        Responses.Encoded encoded = encode(
                Responses.ask(
                        Message.of(Role.USER, List.of(new Part.Text("see"), image, document, film)),
                        Responses.assistant(call("c")),
                        Message.of(
                                Role.TOOL,
                                List.of(new Part.ToolResult("c", List.of(image), false, null, Extras.NONE)))),
                OPENAI);
        assertThat(encoded.at("/input/0/content"))
                .isEqualTo("[{\"type\":\"input_text\",\"text\":\"see\"},"
                        + "{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,AA==\"},"
                        + "{\"type\":\"input_file\",\"filename\":\"document.pdf\","
                        + "\"file_data\":\"data:application/pdf;base64,BB==\"}]");
        assertThat(encoded.at("/input/2/output"))
                .isEqualTo("[{\"type\":\"input_image\",\"image_url\":\"data:image/png;base64,AA==\"}]");
        assertThat(encoded.losses()).containsExactly("-VIDEO: no such content in Responses");
    }

    @Test
    void leavesResultsAloneWhoseCallsTheProviderHas() {
        ChatRequest request = Responses.decode("{\"model\":\"m\",\"previous_response_id\":\"resp_1\",\"input\":"
                + "[{\"type\":\"custom_tool_call_output\",\"call_id\":\"c\",\"output\":\"r\"}]}");
        Responses.Encoded encoded = Responses.encode(Dialect.OPENAI_RESPONSES, request, OPENAI);
        assertThat(encoded.at("/input"))
                .isEqualTo("[{\"type\":\"custom_tool_call_output\",\"call_id\":\"c\",\"output\":\"r\"}]");
    }

    @Test
    void shortensAUserThatOpenAiWouldRefuse() {
        ChatRequest request = Responses.ask(Responses.user("hi"));
        String user = String.join(
                "", IntStream.range(0, 20).mapToObj(i -> "user-" + i).toList());
        Session session = new Session(user, null, Session.Caching.NONE, null, null, null);
        ChatRequest asked =
                new ChatRequest("m", request.messages(), Tooling.NONE, request.settings(), session, Extras.NONE);
        Responses.Encoded encoded = encode(asked, OPENAI);
        assertThat(encoded.body().path("user").asString()).matches("[0-9a-f]{64}");
        assertThat(encoded.losses()).containsExactly("~USER: as a digest: too long");
    }

    @Test
    void dropsAnInsistenceOnToolsThatAreNotThere() {
        ChatRequest request =
                Responses.ask(Responses.user("hi")).with(new Tooling(List.of(), new ToolChoice.Any(), null));
        Responses.Encoded encoded = encode(request, OPENAI);
        assertThat(encoded.at("/tool_choice")).isEqualTo("(none)");
        assertThat(encoded.losses()).containsExactly("-TOOL_CHOICE: no tools");
    }
}
