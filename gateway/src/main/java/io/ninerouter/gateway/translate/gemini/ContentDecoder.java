package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code systemInstruction} and {@code contents} into messages. */
final class ContentDecoder {
    private final WirePartReader reader = WirePartReader.ofRequest();
    private final CallMatcher calls = new CallMatcher();
    private final List<Message> system = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();

    /** All messages read, instructions first. */
    List<Message> messages() {
        List<Message> all = new ArrayList<>(system);
        all.addAll(messages);
        return all;
    }

    /** Instructions: a content, or just text. */
    void system(JsonReader in) {
        Content content = content(in);
        List<Part> parts = new ArrayList<>();
        for (WirePart part : content.parts) {
            parts.add(said(part));
        }
        if (!parts.isEmpty()) {
            system.add(new Message(Role.SYSTEM, parts, null, content.extras()));
        }
    }

    /** The conversation: a list of contents, or one that is not in a list. */
    void contents(JsonReader in) {
        if (in.kind() == JsonKind.OBJECT || in.kind() == JsonKind.TEXT) {
            add(content(in), 0);
        } else if (in.array()) {
            for (int i = 0; in.nextElement(); i++) {
                add(content(in), i);
            }
        }
    }

    private Content content(JsonReader in) {
        Content content = new Content();
        if (in.kind() == JsonKind.TEXT) {
            content.parts = List.of(WirePartReader.text(in.text()));
        } else if (in.object()) {
            while (in.nextField()) {
                String name = GeminiNames.camel(in.name());
                switch (name) {
                    case "role" -> content.role = in.text();
                    case "parts" -> content.parts = reader.parts(in);
                    default -> {
                        RawJson raw = in.rawOrNull();
                        if (raw != null) {
                            content.extras.put(name, raw);
                        }
                    }
                }
            }
        }
        for (WirePart part : content.parts) {
            if (!part.isForeign()) {
                part.others().forEach((name, raw) -> content.extras.put(Content.PART + name, raw));
            }
        }
        return content;
    }

    private void add(Content content, int index) {
        switch (role(content, index)) {
            case ASSISTANT -> model(content);
            case SYSTEM ->
                messages.add(new Message(
                        Role.SYSTEM,
                        content.parts.stream().map(ContentDecoder::said).toList(),
                        null,
                        content.extras()));
            default -> user(content);
        }
    }

    private static Role role(Content content, int index) {
        return switch (content.role) {
            case null -> implied(content);
            case "" -> implied(content);
            case "user", "function", "tool" -> Role.USER;
            case "model", "assistant" -> Role.ASSISTANT;
            case "system", "developer" -> Role.SYSTEM;
            default ->
                throw new BadJsonException("contents." + index + ".role: unknown role (expected: user or model)");
        };
    }

    /** Old clients leave the role out where there is one turn only. */
    private static Role implied(Content content) {
        return content.parts.stream().anyMatch(part -> part.call() != null) ? Role.ASSISTANT : Role.USER;
    }

    private void model(Content content) {
        List<Part> parts = new ArrayList<>(content.parts.size());
        for (WirePart part : content.parts) {
            WirePart.Call call = part.call();
            if (call != null) {
                if (call.name().isEmpty()) {
                    throw new BadJsonException("functionCall.name: empty (expected: the name of a function)");
                }
                RawJson args = call.args() == null ? RawJson.EMPTY_OBJECT : call.args();
                parts.add(new Part.ToolCall(
                        calls.called(call.id(), call.name()),
                        ToolName.function(call.name()),
                        new ToolInput.Json(args),
                        part.seal(null),
                        null,
                        Extras.NONE));
            } else if (part.result() == null) {
                parts.add(part.thought() && part.media() == null && !part.isForeign() ? thought(part) : said(part));
            }
        }
        messages.add(new Message(Role.ASSISTANT, parts, null, content.extras()));
    }

    /** Results and words of one turn come in messages of their own, in the order they stand in. */
    private void user(Content content) {
        List<Part> run = new ArrayList<>();
        boolean results = false;
        Extras extras = content.extras();
        for (WirePart part : content.parts) {
            boolean result = part.result() != null;
            if (result != results && !run.isEmpty()) {
                messages.add(new Message(results ? Role.TOOL : Role.USER, run, null, extras));
                extras = Extras.NONE;
                run = new ArrayList<>();
            }
            results = result;
            run.add(part.result() != null ? result(part.result()) : said(part));
        }
        if (!run.isEmpty()) {
            messages.add(new Message(results ? Role.TOOL : Role.USER, run, null, extras));
        }
    }

    private Part.ToolResult result(WirePart.Result result) {
        List<Part> parts = new ArrayList<>();
        ResultForm.Said said = ResultForm.read(result.response(), result.name());
        if (said.text() != null) {
            parts.add(new Part.Text(said.text()));
        }
        for (WirePart part : result.parts()) {
            parts.add(said(part));
        }
        Extras extras = new Extras(Dialect.GEMINI, result.others());
        return new Part.ToolResult(calls.answered(result.id(), result.name()), parts, said.error(), null, extras);
    }

    private static Part thought(WirePart part) {
        List<Part.Section> sections =
                part.text() == null || part.text().isEmpty() ? List.of() : List.of(new Part.Section(true, part.text()));
        return new Part.Reasoning(null, sections, part.seal(null));
    }

    private static Part said(WirePart part) {
        if (part.media() != null) {
            return part.media();
        }
        if (part.isForeign()) {
            return part.whole();
        }
        return new Part.Text(part.text() == null ? "" : part.text(), List.of(), part.seal(null), null);
    }

    /** One content, while it is read. */
    private static final class Content {
        /** Before the name of an extra that stood in a part. */
        static final String PART = "parts.";

        final Map<String, RawJson> extras = new LinkedHashMap<>();
        List<WirePart> parts = List.of();

        @Nullable
        String role;

        Extras extras() {
            return new Extras(Dialect.GEMINI, extras);
        }
    }
}
