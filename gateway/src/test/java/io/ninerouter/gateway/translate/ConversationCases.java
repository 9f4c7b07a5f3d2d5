package io.ninerouter.gateway.translate;

import static io.ninerouter.gateway.translate.Said.assistant;
import static io.ninerouter.gateway.translate.Said.request;
import static io.ninerouter.gateway.translate.Said.text;
import static io.ninerouter.gateway.translate.Said.user;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.CacheHint;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.List;

/** Features of what is said in a request. */
final class ConversationCases {
    private static final Part.MediaDetail PLAIN = Part.MediaDetail.NONE;
    private static final Media PNG = new Media.Inline("image/png", Utf8.of("aGVsbG8h"));
    private static final Media PDF = new Media.Inline("application/pdf", Utf8.of("JVBERi0x"));
    private static final Media WAV = new Media.Inline("audio/wav", Utf8.of("UklGRgAA"));
    private static final Media MP4 = new Media.Inline("video/mp4", Utf8.of("AAAAIGZ0"));

    private ConversationCases() {}

    static final List<FeatureCase<ChatRequest>> ALL = List.of(
            FeatureCase.request(
                    Feature.SYSTEM_IN_PLACE,
                    "instructions in the middle of a conversation",
                    request(
                            Said.system("Be brief."),
                            user("Hello"),
                            assistant(text("Hi")),
                            user("Go on"),
                            Said.system("Be long."),
                            assistant(text("So")),
                            user("Well?")),
                    Seen::turns),
            FeatureCase.request(
                    Feature.DEVELOPER_ROLE,
                    "instructions as developer",
                    request(Message.of(Role.DEVELOPER, List.of(text("Be brief."))), user("Hello")),
                    Seen::turns),
            FeatureCase.request(
                    Feature.MESSAGE_NAME,
                    "name of a speaker",
                    request(new Message(Role.USER, List.of(text("Hello")), "ada", Extras.NONE)),
                    request -> Seen.orNothing(request.messages().getLast().name())),
            FeatureCase.request(
                    Feature.ASSISTANT_PREFILL,
                    "beginning of the answer given",
                    request(user("Name a city"), assistant(text("The city of"))),
                    Seen::turns),
            FeatureCase.request(
                    Feature.TURN_ORDER,
                    "assistant speaks first",
                    request(assistant(text("Welcome")), user("Hello")),
                    Seen::turns),
            media(Feature.IMAGES, "image, base64", Media.Kind.IMAGE, PNG, PLAIN),
            media(
                    Feature.IMAGE_URL,
                    "image at an address",
                    Media.Kind.IMAGE,
                    new Media.Url("https://example.com/a.png", null),
                    PLAIN),
            FeatureCase.request(
                    Feature.IMAGE_DETAIL,
                    "resolution of an image",
                    request(user(new Part.Attachment(
                            Media.Kind.IMAGE, PNG, new Part.MediaDetail(null, "low", null, null), null))),
                    Seen.said(Part.Attachment.class, part -> part.about().detail())),
            media(
                    Feature.DOCUMENTS,
                    "PDF, base64",
                    Media.Kind.DOCUMENT,
                    PDF,
                    new Part.MediaDetail("a.pdf", null, null, null)),
            media(
                    Feature.DOCUMENTS,
                    "plain text as a document",
                    Media.Kind.DOCUMENT,
                    new Media.PlainText("Once upon a time."),
                    PLAIN),
            media(
                    Feature.DOCUMENT_URL,
                    "PDF at an address",
                    Media.Kind.DOCUMENT,
                    new Media.Url("https://example.com/a.pdf", null),
                    PLAIN),
            FeatureCase.request(
                    Feature.DOCUMENT_DETAIL,
                    "context of a document, citations wanted",
                    request(user(new Part.Attachment(
                            Media.Kind.DOCUMENT, PDF, new Part.MediaDetail("a.pdf", null, "A novel", true), null))),
                    Seen.said(Part.Attachment.class, Part.Attachment::about)),
            media(Feature.AUDIO, "recording, base64", Media.Kind.AUDIO, WAV, PLAIN),
            media(Feature.VIDEO, "film, base64", Media.Kind.VIDEO, MP4, PLAIN),
            new FeatureCase<>(
                    Feature.UPLOADED_FILES,
                    "file uploaded to the client's usual provider",
                    (client, _) ->
                            request(user(new Part.Attachment(Media.Kind.DOCUMENT, uploaded(client), PLAIN, null))),
                    Seen.said(Part.Attachment.class, part -> place(part.media()))),
            FeatureCase.request(
                    Feature.TOOL_CALL_ARGUMENTS,
                    "arguments cut within their JSON",
                    Said.called(new ToolInput.Broken("{\"city\":\"Par"), Said.result("c1", text("failed"))),
                    request -> Seen.calls(Seen.all(request))),
            FeatureCase.request(
                    Feature.TOOL_RESULT_PAIRING,
                    "call without its result",
                    Said.tooled(user("Weather?"), assistant(Said.call("c1", "get_weather")), user("Never mind")),
                    request -> List.of(
                            Seen.parts(request, Part.ToolCall.class).size(),
                            Seen.parts(request, Part.ToolResult.class).size())),
            FeatureCase.request(
                    Feature.TOOL_RESULT_MEDIA,
                    "image in a tool result",
                    Said.called(
                            new ToolInput.Json(RawJson.EMPTY_OBJECT),
                            Said.result("c1", text("see"), new Part.Attachment(Media.Kind.IMAGE, PNG, PLAIN, null))),
                    request -> Seen.parts(request, Part.ToolResult.class).stream()
                            .map(result -> Seen.parts(result.parts(), Part.Attachment.class).stream()
                                    .map(Part.Attachment::media)
                                    .toList())
                            .toList()),
            FeatureCase.request(
                    Feature.TOOL_RESULT_ERROR,
                    "tool that failed",
                    Said.called(
                            new ToolInput.Json(RawJson.EMPTY_OBJECT),
                            Message.of(
                                    Role.TOOL,
                                    List.of(new Part.ToolResult(
                                            "c1", List.of(text("no network")), true, null, Extras.NONE)))),
                    Seen.said(Part.ToolResult.class, Part.ToolResult::error)),
            FeatureCase.request(
                    Feature.REASONING_TEXT,
                    "thoughts sent back, unsigned",
                    Said.thought(null),
                    request -> Seen.parts(request, Part.Reasoning.class).stream()
                            .map(Part.Reasoning::text)
                            .toList()),
            new FeatureCase<>(
                    Feature.REASONING_SEAL,
                    "signed or encrypted thoughts of the client's own dialect",
                    (client, _) -> Said.thought(Said.seal(client)),
                    request -> Seen.seals(Seen.all(request))),
            new FeatureCase<>(
                    Feature.REASONING_SEAL,
                    "signed or encrypted thoughts of the provider, kept by the client",
                    (_, provider) -> Said.thought(Said.seal(provider)),
                    request -> Seen.seals(Seen.all(request))),
            FeatureCase.request(
                    Feature.CACHE_HINTS,
                    "where the cached prompt ends",
                    request(user(new Part.Text("Hello", List.of(), null, new CacheHint(null))), user("World")),
                    Seen.said(Part.Text.class, Part.Text::cache)),
            FeatureCase.request(
                    Feature.REFUSAL,
                    "refusal in the history",
                    request(user("Hello"), assistant(new Part.Refusal("No.")), user("Please")),
                    Seen.said(Part.Refusal.class, Part.Refusal::text)),
            new FeatureCase<>(
                    Feature.CITATIONS,
                    "citations in the history",
                    (client, _) -> request(user("Hello"), assistant(cited(client)), user("More")),
                    Seen.said(
                            Part.Text.class,
                            text -> text.citations().stream()
                                    .map(Citation::url)
                                    .map(Seen::orNothing)
                                    .toList())),
            FeatureCase.request(
                    Feature.OUTPUT_MEDIA,
                    "image of the model in the history",
                    request(
                            user("Draw"),
                            assistant(new Part.Attachment(Media.Kind.IMAGE, PNG, PLAIN, null)),
                            user("More")),
                    request -> request.messages().stream()
                            .filter(message -> message.role() == Role.ASSISTANT)
                            .flatMap(message -> Seen.parts(message.parts(), Part.Attachment.class).stream())
                            .map(Part.Attachment::media)
                            .toList()),
            new FeatureCase<>(
                    Feature.VENDOR_PARTS,
                    "part that only the client's dialect has",
                    (client, _) -> request(user(text("Hello"), Said.opaque(client))),
                    Seen.said(Part.Opaque.class, part -> Seen.tree(part.json()))),
            new FeatureCase<>(
                    Feature.VENDOR_FIELDS,
                    "setting that only the client's dialect has",
                    (client, _) -> Said.withExtras(request(user("Hello")), Said.extras(client)),
                    request -> request.extras().members()));

    private static FeatureCase<ChatRequest> media(
            Feature feature, String what, Media.Kind kind, Media media, Part.MediaDetail about) {
        return FeatureCase.request(
                feature,
                what,
                request(user(text("Look"), new Part.Attachment(kind, media, about, null))),
                Seen.said(Part.Attachment.class, part -> List.of(part.kind(), place(part.media()))));
    }

    /** Whether a type is told is the dialect's affair; OpenAI's two share one store of files. */
    private static Object place(Media media) {
        return switch (media) {
            case Media.Url(String url, var _) -> url;
            case Media.FileId(var _, String id, var _) -> id;
            default -> media;
        };
    }

    private static Media uploaded(Dialect client) {
        return switch (client) {
            case GEMINI ->
                new Media.FileId(
                        client, "https://generativelanguage.googleapis.com/v1beta/files/abc", "application/pdf");
            default -> new Media.FileId(client, "file-abc", null);
        };
    }

    private static Part cited(Dialect client) {
        String raw = switch (client) {
            case OPENAI_CHAT ->
                "{\"type\":\"url_citation\",\"url_citation\":{\"url\":\"https://example.com\",\"title\":\"E\",\"start_index\":0,\"end_index\":5}}";
            case ANTHROPIC ->
                "{\"type\":\"web_search_result_location\",\"url\":\"https://example.com\",\"title\":\"E\",\"encrypted_index\":\"eA==\",\"cited_text\":\"It is.\"}";
            case OPENAI_RESPONSES ->
                "{\"type\":\"url_citation\",\"url\":\"https://example.com\",\"title\":\"E\",\"start_index\":0,\"end_index\":5}";
            case GEMINI -> "{\"web\":{\"uri\":\"https://example.com\",\"title\":\"E\"}}";
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw client.notClients();
        };
        Citation citation = new Citation(
                "https://example.com",
                "E",
                client == Dialect.ANTHROPIC ? "It is." : null,
                client == Dialect.ANTHROPIC ? null : new Citation.Range(0, 5),
                client,
                RawJson.of(raw));
        return new Part.Text("It is.", List.of(citation), null, null);
    }
}
