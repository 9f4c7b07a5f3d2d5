package io.ninerouter.gateway.translate;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.List;
import java.util.stream.Stream;

/** Features of answers. */
final class AnswerCases {
    private AnswerCases() {}

    static final List<FeatureCase<Completion>> ALL = List.of(
            FeatureCase.answer(
                    Feature.TOOLS,
                    "parallel calls and text",
                    answer(Said.text("I look."), Said.call("c1", "get_weather"), Said.call("c2", "get_weather", "{}")),
                    completion -> List.of(
                            Seen.calls(Seen.all(completion)),
                            Seen.answered(Part.Text.class, Part.Text::text).apply(completion))),
            FeatureCase.answer(
                    Feature.TOOL_CALL_ARGUMENTS,
                    "arguments cut within their JSON",
                    answer(new Part.ToolCall(
                            "c1", ToolName.function("get_weather"), new ToolInput.Broken("{\"city\":\"Par"))),
                    completion -> Seen.calls(Seen.all(completion))),
            FeatureCase.answer(
                    Feature.REASONING_TEXT,
                    "thoughts",
                    answer(Part.Reasoning.of("Where is it?", null), Said.text("Here.")),
                    completion -> Seen.parts(completion, Part.Reasoning.class).stream()
                            .map(Part.Reasoning::text)
                            .toList()),
            new FeatureCase<>(
                    Feature.REASONING_SEAL,
                    "signed or encrypted thoughts",
                    (provider, _) -> sealed(provider),
                    completion -> Seen.seals(Seen.all(completion))),
            FeatureCase.answer(
                    Feature.REFUSAL,
                    "refusal in words",
                    stopped(StopReason.Kind.STOP, "", new Part.Refusal("No.")),
                    Seen.answered(Part.Refusal.class, Part.Refusal::text)),
            new FeatureCase<>(
                    Feature.CITATIONS,
                    "citations of web pages",
                    (provider, _) -> answer(cited(provider)),
                    Seen.answered(
                            Part.Text.class,
                            text -> text.citations().stream()
                                    .map(citation ->
                                            List.of(Seen.orNothing(citation.url()), Seen.orNothing(citation.title())))
                                    .toList())),
            FeatureCase.answer(
                    Feature.OUTPUT_MEDIA,
                    "image",
                    answer(
                            Said.text("See"),
                            new Part.Attachment(
                                    Media.Kind.IMAGE,
                                    new Media.Inline("image/png", Utf8.of("aGVsbG8h")),
                                    Part.MediaDetail.NONE,
                                    null)),
                    Seen.answered(Part.Attachment.class, Part.Attachment::media)),
            new FeatureCase<>(
                    Feature.TOOLS_SERVER,
                    "steps of a tool that the provider runs",
                    (provider, _) -> answer(step(provider), Said.text("So.")),
                    completion -> Seen.parts(completion, Part.ServerTool.class).size()),
            new FeatureCase<>(
                    Feature.VENDOR_PARTS,
                    "part that only the provider's dialect has",
                    (provider, _) -> answer(Said.text("So."), Said.opaque(provider)),
                    Seen.answered(Part.Opaque.class, part -> Seen.tree(part.json()))),
            FeatureCase.answer(
                    Feature.CHOICES,
                    "two answers",
                    new Completion(
                            "a1",
                            "m",
                            1_700_000_000,
                            List.of(
                                    choice(0, StopReason.Kind.STOP, "", Said.text("A")),
                                    choice(1, StopReason.Kind.STOP, "", Said.text("B"))),
                            usage(),
                            null),
                    completion -> completion.choices().stream()
                            .map(Completion.Choice::text)
                            .toList()),
            FeatureCase.answer(
                    Feature.LOGPROBS,
                    "log probabilities",
                    new Completion(
                            "a1",
                            "m",
                            1_700_000_000,
                            List.of(new Completion.Choice(
                                    0,
                                    List.of(Said.text("Hi")),
                                    StopReason.of(StopReason.Kind.STOP, ""),
                                    List.of(logprobs()))),
                            usage(),
                            null),
                    completion -> completion.choices().stream()
                            .flatMap(choice -> choice.logprobs().stream())
                            .flatMap(each -> Seen.tree(each).path("content").valueStream())
                            .map(each -> each.path("token").asString())
                            .toList()),
            FeatureCase.answer(
                    Feature.STOP_SEQUENCE_TOLD,
                    "which stop text was met",
                    stopped(StopReason.Kind.STOP, "END", Said.text("Hi")),
                    completion -> completion.choices().stream()
                            .map(choice -> choice.reason().sequence())
                            .toList()),
            stop(StopReason.Kind.LENGTH, "cut by the limit"),
            stop(StopReason.Kind.CONTENT_FILTER, "cut by a filter"),
            stop(StopReason.Kind.REFUSAL, "declined"),
            stop(StopReason.Kind.PAUSE, "paused"));

    private static FeatureCase<Completion> stop(StopReason.Kind kind, String what) {
        return FeatureCase.answer(
                Feature.STOP_REASON,
                what,
                stopped(kind, "", Said.text("Hi")),
                completion -> completion.choices().stream()
                        .map(choice -> choice.reason().kind())
                        .toList());
    }

    private static Completion answer(Part... parts) {
        boolean calls = Stream.of(parts).anyMatch(Part.ToolCall.class::isInstance);
        return stopped(calls ? StopReason.Kind.TOOL_USE : StopReason.Kind.STOP, "", parts);
    }

    private static Completion stopped(StopReason.Kind kind, String sequence, Part... parts) {
        return new Completion("a1", "m", 1_700_000_000, List.of(choice(0, kind, sequence, parts)), usage(), null);
    }

    private static Completion.Choice choice(int index, StopReason.Kind kind, String sequence, Part... parts) {
        return new Completion.Choice(index, List.of(parts), new StopReason(kind, "", sequence), List.of());
    }

    private static Usage usage() {
        return new Usage(5, 0, 0, 7, 0);
    }

    private static RawJson logprobs() {
        return RawJson.of(
                "{\"content\":[{\"token\":\"Hi\",\"logprob\":-0.5,\"bytes\":[72,105],\"top_logprobs\":[]}],\"refusal\":null}");
    }

    private static Completion sealed(Dialect provider) {
        Part.Reasoning thought = Part.Reasoning.of("Where is it?", Said.seal(provider));
        Part.ToolCall call = (Part.ToolCall) Said.call("c1", "get_weather");
        return provider == Dialect.GEMINI
                ? answer(new Part.ToolCall(call.id(), call.name(), call.input(), thought.seal(), null, call.extras()))
                : answer(thought, call);
    }

    private static Part cited(Dialect provider) {
        String raw = switch (provider) {
            case OPENAI_CHAT ->
                "{\"type\":\"url_citation\",\"url_citation\":{\"url\":\"https://example.com\",\"title\":\"E\",\"start_index\":0,\"end_index\":6}}";
            case OPENAI_RESPONSES ->
                "{\"type\":\"url_citation\",\"url\":\"https://example.com\",\"title\":\"E\",\"start_index\":0,\"end_index\":6}";
            case ANTHROPIC ->
                "{\"type\":\"web_search_result_location\",\"url\":\"https://example.com\",\"title\":\"E\",\"encrypted_index\":\"eA==\",\"cited_text\":\"It is.\"}";
            case GEMINI -> "{\"web\":{\"uri\":\"https://example.com\",\"title\":\"E\"}}";
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw provider.notClients();
        };
        Citation citation =
                new Citation("https://example.com", "E", null, new Citation.Range(0, 6), provider, RawJson.of(raw));
        return new Part.Text("It is.", List.of(citation), null, null);
    }

    private static Part step(Dialect provider) {
        String json = switch (provider) {
            case OPENAI_CHAT -> "{\"type\":\"x_step\"}";
            case OPENAI_RESPONSES ->
                "{\"type\":\"web_search_call\",\"id\":\"ws_1\",\"status\":\"completed\",\"action\":{\"type\":\"search\",\"query\":\"q\"}}";
            case ANTHROPIC ->
                "{\"type\":\"server_tool_use\",\"id\":\"srvtoolu_1\",\"name\":\"web_search\",\"input\":{\"query\":\"q\"}}";
            case GEMINI -> "{\"executableCode\":{\"language\":\"PYTHON\",\"code\":\"1\"}}";
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw provider.notClients();
        };
        String tool = provider == Dialect.GEMINI ? "executableCode" : "web_search";
        return new Part.ServerTool(provider, tool, RawJson.of(json), null);
    }
}
