package io.ninerouter.gateway.translate.anthropic;

import static io.ninerouter.gateway.translate.anthropic.Requests.ALIEN;
import static io.ninerouter.gateway.translate.anthropic.Requests.NEW;
import static io.ninerouter.gateway.translate.anthropic.Requests.OLD;
import static io.ninerouter.gateway.translate.anthropic.Requests.ask;
import static io.ninerouter.gateway.translate.anthropic.Requests.assistant;
import static io.ninerouter.gateway.translate.anthropic.Requests.call;
import static io.ninerouter.gateway.translate.anthropic.Requests.hi;
import static io.ninerouter.gateway.translate.anthropic.Requests.results;
import static io.ninerouter.gateway.translate.anthropic.Requests.said;
import static io.ninerouter.gateway.translate.anthropic.Requests.system;
import static io.ninerouter.gateway.translate.anthropic.Requests.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.CacheHint;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.Session;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of other dialects' clients, as they reach a provider of this one. */
class RequestToProviderTest {

    /**
     * @param pointer where to look; what is there is compared as JSON text
     * @param losses all there are
     */
    record Case(String name, ChatRequest request, String model, String pointer, String expected, List<String> losses) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Case row(String name, ChatRequest request, String model, String pointer, String expected, String... losses) {
        return new Case(name, request, model, pointer, expected, List.of(losses));
    }

    @ParameterizedTest
    @MethodSource({"turns", "parts", "seals", "formats", "samplings"})
    void saysWhatTheApiAccepts(Case row) {
        Requests.Encoded encoded = Requests.encode(row.request(), row.model());

        assertThat(encoded.at(row.pointer())).isEqualTo(row.expected());
        assertThat(encoded.losses()).containsExactlyInAnyOrderElementsOf(row.losses());
    }

    static List<Case> turns() {
        Message calls = assistant(call("a", "f", "{}"), call("b", "g", "{\"x\":1}"));
        Message both = results(new Part.ToolResult("b", "two"), new Part.ToolResult("a", "one"));
        return List.of(
                row(
                        "leading instructions",
                        ask(system("S"), system("T"), user("hi")),
                        OLD,
                        "/system",
                        "[{\"type\":\"text\",\"text\":\"S\"},{\"type\":\"text\",\"text\":\"T\"}]"),
                row("one instruction as string", ask(system("S"), user("hi")), OLD, "/system", "\"S\""),
                row(
                        "developer",
                        ask(Message.of(Role.DEVELOPER, List.of(new Part.Text("S"))), user("hi")),
                        OLD,
                        "/system",
                        "\"S\"",
                        "~DEVELOPER_ROLE: as system"),
                row(
                        "instructions in the middle, old model",
                        ask(user("hi"), system("S"), said("ok"), user("go")),
                        OLD,
                        "/messages/0/content",
                        "[{\"type\":\"text\",\"text\":\"hi\"},{\"type\":\"text\",\"text\":\"S\"}]",
                        "~SYSTEM_IN_PLACE: as words of the user"),
                row(
                        "instructions in the middle, new model",
                        ask(user("hi"), system("S"), said("ok"), user("go")),
                        NEW,
                        "/messages/1",
                        "{\"role\":\"system\",\"content\":\"S\"}"),
                row(
                        "instructions behind the assistant",
                        ask(user("hi"), said("ok"), system("S"), user("go")),
                        NEW,
                        "/messages/3",
                        "{\"role\":\"system\",\"content\":\"S\"}",
                        "~SYSTEM_IN_PLACE: behind the turn of the user"),
                row(
                        "neighbours of one role",
                        ask(user("a"), user("b"), said("c"), said("d"), user("e")),
                        OLD,
                        "/messages/1/content",
                        "[{\"type\":\"text\",\"text\":\"c\"},{\"type\":\"text\",\"text\":\"d\"}]"),
                row(
                        "results first and in the order of the calls",
                        ask(user("q"), calls, both, user("and?")),
                        OLD,
                        "/messages/2/content",
                        "[{\"type\":\"tool_result\",\"tool_use_id\":\"a\",\"content\":\"one\"},"
                                + "{\"type\":\"tool_result\",\"tool_use_id\":\"b\",\"content\":\"two\"},"
                                + "{\"type\":\"text\",\"text\":\"and?\"}]"),
                row(
                        "a missing result",
                        ask(user("q"), calls, results(new Part.ToolResult("a", "one")), user("go")),
                        OLD,
                        "/messages/2/content/1/is_error",
                        "true",
                        "~TOOL_RESULT_PAIRING: missing result as a failed one"),
                row(
                        "no turn of the user",
                        ask(system("S")),
                        OLD,
                        "/messages",
                        "[{\"role\":\"user\",\"content\":\"[The conversation begins here.]\"}]",
                        "~TURN_ORDER: with a first turn of the user"),
                row(
                        "the assistant first",
                        ask(said("hello"), user("hi")),
                        OLD,
                        "/messages/0/role",
                        "\"user\"",
                        "~TURN_ORDER: with a first turn of the user"),
                row(
                        "prefill",
                        ask(user("q"), said("{ ")),
                        OLD,
                        "/messages/1/content",
                        "\"{\"",
                        "~ASSISTANT_PREFILL: without white space at its end"),
                row(
                        "prefill of a model without",
                        ask(user("q"), said("{")),
                        NEW,
                        "/messages/2/role",
                        "\"user\"",
                        "~ASSISTANT_PREFILL: as a request to go on"),
                row(
                        "empty texts",
                        ask(user(""), user("hi"), said("  "), user("there")),
                        OLD,
                        "/messages",
                        "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"},"
                                + "{\"type\":\"text\",\"text\":\"there\"}]}]"),
                row(
                        "a name",
                        ask(new Message(Role.USER, List.of(new Part.Text("hi")), "bob", Extras.NONE)),
                        OLD,
                        "/messages/0/content",
                        "\"hi\"",
                        "-MESSAGE_NAME: has no such member"));
    }

    static List<Case> parts() {
        Part image = attachment(Media.Kind.IMAGE, new Media.Inline("image/png", Utf8.of("AAAA")));
        Part bitmap = attachment(Media.Kind.IMAGE, new Media.Inline("image/bmp", Utf8.of("AAAA")));
        Part url = attachment(Media.Kind.IMAGE, new Media.Url("https://x/y.png", null));
        Part bucket = attachment(Media.Kind.IMAGE, new Media.Url("gs://x/y.png", null));
        Part text = attachment(Media.Kind.DOCUMENT, new Media.Inline("text/plain", Utf8.of("aGk=")));
        Part file = attachment(Media.Kind.DOCUMENT, new Media.FileId(Dialect.OPENAI_CHAT, "file-1", null));
        Part sound = attachment(Media.Kind.AUDIO, new Media.Inline("audio/wav", Utf8.of("AAAA")));
        return List.of(
                row(
                        "image",
                        one(image),
                        OLD,
                        "/messages/0/content/0/source",
                        "{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"AAAA\"}"),
                row(
                        "image of a type without",
                        one(bitmap),
                        OLD,
                        "/messages/0/content",
                        "\"[left out here: images]\"",
                        "-IMAGES: of this type"),
                row(
                        "image by address",
                        one(url),
                        OLD,
                        "/messages/0/content/0/source",
                        "{\"type\":\"url\",\"url\":\"https://x/y.png\"}"),
                row(
                        "image in a bucket",
                        one(bucket),
                        OLD,
                        "/messages/0/content",
                        "\"[left out here: images]\"",
                        "-IMAGE_URL: not on the web"),
                row(
                        "text file",
                        one(text),
                        OLD,
                        "/messages/0/content/0/source",
                        "{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":\"hi\"}"),
                row(
                        "file of another provider",
                        one(file),
                        OLD,
                        "/messages/0/content",
                        "\"[left out here: documents]\"",
                        "-UPLOADED_FILES: of another provider"),
                row(
                        "audio",
                        one(sound),
                        OLD,
                        "/messages/0/content",
                        "\"[left out here: audio]\"",
                        "-AUDIO: the dialect has none"),
                row(
                        "image in a result",
                        result(List.of(new Part.Text("see"), image), true),
                        OLD,
                        "/messages/2/content/0",
                        "{\"type\":\"tool_result\",\"tool_use_id\":\"a\",\"content\":[{\"type\":\"text\",\"text\":\"see\"},"
                                + "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\","
                                + "\"data\":\"AAAA\"}}],\"is_error\":true}"),
                row(
                        "empty result",
                        result(List.of(), false),
                        OLD,
                        "/messages/2/content/0",
                        "{\"type\":\"tool_result\",\"tool_use_id\":\"a\"}"),
                row(
                        "failure without words",
                        result(List.of(), true),
                        OLD,
                        "/messages/2/content/0/content",
                        "\"[no output]\""),
                row(
                        "refusal",
                        ask(user("q"), assistant(new Part.Refusal("no")), user("why")),
                        OLD,
                        "/messages/1/content",
                        "\"no\"",
                        "~REFUSAL: as text"),
                row(
                        "broken arguments",
                        calling(new ToolInput.Broken("{\"a\":")),
                        OLD,
                        "/messages/1/content/0/input",
                        "{\"input\":\"{\\\"a\\\":\"}",
                        "~TOOL_CALL_ARGUMENTS: no object: as one argument"),
                row(
                        "server tool of another provider",
                        ask(
                                user("q"),
                                assistant(
                                        new Part.ServerTool(
                                                Dialect.OPENAI_RESPONSES, "web_search", RawJson.of("{}"), null),
                                        new Part.Text("x")),
                                user("y")),
                        OLD,
                        "/messages/1/content",
                        "\"x\"",
                        "-TOOLS_SERVER: steps of web_search"));
    }

    static List<Case> seals() {
        Seal own = new Seal(Seal.Kind.SIGNATURE, "sig", Dialect.ANTHROPIC, "claude");
        Seal redacted = new Seal(Seal.Kind.REDACTED, "data", Dialect.ANTHROPIC, "claude");
        Seal alien = new Seal(Seal.Kind.SIGNATURE, "sig", Dialect.ANTHROPIC, "glm");
        Seal gemini = new Seal(Seal.Kind.SIGNATURE, "sig", Dialect.GEMINI, "gemini");
        return List.of(
                row(
                        "signed",
                        thought("why", own),
                        OLD,
                        "/messages/1/content/0",
                        "{\"type\":\"thinking\",\"thinking\":\"why\",\"signature\":\"sig\"}"),
                row(
                        "signed without words",
                        thought("", own),
                        OLD,
                        "/messages/1/content/0",
                        "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"sig\"}"),
                row(
                        "redacted",
                        thought("", redacted),
                        OLD,
                        "/messages/1/content/0",
                        "{\"type\":\"redacted_thinking\",\"data\":\"data\"}"),
                row(
                        "not signed",
                        thought("why", null),
                        OLD,
                        "/messages/1/content",
                        "\"ok\"",
                        "-REASONING_TEXT: without a signature of this provider"),
                row(
                        "signed by another family",
                        thought("why", alien),
                        OLD,
                        "/messages/1/content",
                        "\"ok\"",
                        "-REASONING_SEAL: of another dialect or model family",
                        "-REASONING_TEXT: without a signature of this provider"),
                row(
                        "signed by Gemini",
                        thought("why", gemini),
                        OLD,
                        "/messages/1/content",
                        "\"ok\"",
                        "-REASONING_SEAL: of another dialect or model family",
                        "-REASONING_TEXT: without a signature of this provider"));
    }

    static List<Case> formats() {
        RawJson schema =
                RawJson.of("{\"type\":\"object\",\"properties\":{\"minimum\":{\"type\":\"integer\",\"minimum\":1}}}");
        OutputFormat named = new OutputFormat.JsonSchema("n", null, schema, true);
        return List.of(
                row(
                        "schema",
                        hi(named),
                        NEW,
                        "/output_config/format",
                        "{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\",\"properties\":{\"minimum\":"
                                + "{\"type\":\"integer\"}},\"additionalProperties\":false}}",
                        "~JSON_SCHEMA: without name and description",
                        "~JSON_SCHEMA: objects without further members",
                        "~TOOL_SCHEMA: without minimum"),
                row(
                        "schema for a model without",
                        hi(named),
                        ALIEN,
                        "/system",
                        "\"Answer with one JSON object and nothing else: no other words, no code fence.\\n"
                                + "It must match this JSON Schema:\\n"
                                + schema.text().replace("\"", "\\\"") + "\"",
                        "~JSON_SCHEMA: as instructions"),
                row(
                        "some object",
                        hi(new OutputFormat.JsonObject()),
                        NEW,
                        "/system",
                        "\"Answer with one JSON object and nothing else: no other words, no code fence.\"",
                        "~JSON_OBJECT: as instructions"));
    }

    static List<Case> samplings() {
        return List.of(
                row("temperature", sampled(0.5, null, null), OLD, "/temperature", "0.5"),
                row(
                        "hotter than there is",
                        sampled(1.7, null, null),
                        OLD,
                        "/temperature",
                        "1",
                        "~TEMPERATURE: at most 1"),
                row("both", sampled(0.5, 0.9, null), OLD, "/top_p", "(none)", "-TOP_P: temperature excludes it"),
                row("both, older", sampled(0.5, 0.9, null), "claude-sonnet-4-0", "/top_p", "0.9"),
                row(
                        "none on newer models",
                        sampled(0.5, 0.9, 40L),
                        NEW,
                        "/temperature",
                        "(none)",
                        "-TEMPERATURE: the model has none",
                        "-TOP_P: the model has none",
                        "-TOP_K: the model has none"),
                row(
                        "seed and penalties",
                        Requests.with(hi(), new Sampling(null, null, null, 7L, 0.1, null)),
                        OLD,
                        "/seed",
                        "(none)",
                        "-SEED: has no such setting",
                        "-PENALTIES: has no such setting"));
    }

    private static ChatRequest sampled(Double temperature, Double topP, Long topK) {
        return Requests.with(hi(), new Sampling(temperature, topP, topK, null, null, null));
    }

    private static Part attachment(Media.Kind kind, Media media) {
        return new Part.Attachment(kind, media, Part.MediaDetail.NONE, null);
    }

    private static ChatRequest one(Part part) {
        return ask(Message.of(Role.USER, List.of(part)));
    }

    private static ChatRequest calling(ToolInput input) {
        Part call = new Part.ToolCall("a", io.ninerouter.gateway.chat.ToolName.function("f"), input);
        return ask(user("q"), assistant(call), results(new Part.ToolResult("a", "x")));
    }

    private static ChatRequest result(List<Part> parts, boolean error) {
        Part result = new Part.ToolResult("a", parts, error, null, Extras.NONE);
        return ask(user("q"), assistant(call("a", "f", "{}")), results(result));
    }

    private static ChatRequest thought(String text, Seal seal) {
        return ask(user("q"), assistant(Part.Reasoning.of(text, seal), new Part.Text("ok")), user("more"));
    }

    @org.junit.jupiter.api.Test
    void keepsFourPlacesOfACacheTheFirstAndTheLast() {
        List<Message> messages = new ArrayList<>();
        for (String text : List.of("1", "2", "3", "4", "5", "6")) {
            messages.add(Message.of(
                    messages.size() % 2 == 0 ? Role.USER : Role.ASSISTANT,
                    List.of(new Part.Text(text, null, null, new CacheHint("1h")))));
        }
        messages.add(user("7"));

        Requests.Encoded encoded = Requests.encode(ChatRequest.of("m", messages), OLD);

        List<String> hinted = new ArrayList<>();
        encoded.body().path("messages").forEach(turn -> {
            if (turn.path("content").path(0).has("cache_control")) {
                hinted.add(turn.path("content").path(0).path("text").asString());
            }
        });
        assertThat(hinted).containsExactly("1", "4", "5", "6");
        assertThat(encoded.losses()).containsExactly("-CACHE_HINTS: more than 4");
    }

    @org.junit.jupiter.api.Test
    void makesHintsOfACacheKey() {
        ChatRequest plain = ask(system("S"), user("hi"), said("ok"), user("go"));
        Session session = new Session(null, null, new Session.Caching("key", null, null), null, null, null);
        ChatRequest request =
                new ChatRequest("m", plain.messages(), plain.tooling(), plain.settings(), session, Extras.NONE);

        Requests.Encoded encoded = Requests.encode(request, OLD);

        assertThat(encoded.at("/system/0/cache_control")).isEqualTo("{\"type\":\"ephemeral\"}");
        assertThat(encoded.at("/messages/2/content/0/cache_control")).isEqualTo("{\"type\":\"ephemeral\"}");
        assertThat(encoded.losses()).containsExactly("~CACHE_KEY: as hints where a cache may end");
    }
}
