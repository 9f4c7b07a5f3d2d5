package io.ninerouter.gateway.translate.anthropic;

import static io.ninerouter.gateway.translate.anthropic.RequestCase.row;
import static io.ninerouter.gateway.translate.anthropic.Requests.OLD;
import static io.ninerouter.gateway.translate.anthropic.Requests.ask;
import static io.ninerouter.gateway.translate.anthropic.Requests.assistant;
import static io.ninerouter.gateway.translate.anthropic.Requests.call;
import static io.ninerouter.gateway.translate.anthropic.Requests.results;
import static io.ninerouter.gateway.translate.anthropic.Requests.user;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parts of messages of other dialects' clients, as they reach a provider of this one. */
class PartsToProviderTest {

    @ParameterizedTest
    @MethodSource({"parts", "seals"})
    void saysWhatTheApiAccepts(RequestCase row) {
        row.check();
    }

    static List<RequestCase> parts() {
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

    static List<RequestCase> seals() {
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

    private static Part attachment(Media.Kind kind, Media media) {
        return new Part.Attachment(kind, media, Part.MediaDetail.NONE, null);
    }

    private static ChatRequest one(Part part) {
        return ask(Message.of(Role.USER, List.of(part)));
    }

    private static ChatRequest calling(ToolInput input) {
        Part call = new Part.ToolCall("a", ToolName.function("f"), input);
        return ask(user("q"), assistant(call), results(new Part.ToolResult("a", "x")));
    }

    private static ChatRequest result(List<Part> parts, boolean error) {
        Part result = new Part.ToolResult("a", parts, error, null, Extras.NONE);
        return ask(user("q"), assistant(call("a", "f", "{}")), results(result));
    }

    private static ChatRequest thought(String text, Seal seal) {
        return ask(user("q"), assistant(Part.Reasoning.of(text, seal), new Part.Text("ok")), user("more"));
    }
}
