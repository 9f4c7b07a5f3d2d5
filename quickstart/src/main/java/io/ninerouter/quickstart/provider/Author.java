package io.ninerouter.quickstart.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Decides what is answered. Pure: the same request, id and time give the same answer.
 *
 * <p>A tool is called when the last user text contains its name and the conversation does not already end with a tool's
 * result; its required arguments are filled in by their schema. Everything else is answered with a text that names the
 * model and repeats what was said, up to {@value #MAX_ECHO} characters.
 */
final class Author {
    /** No more characters of the user's text, or of a tool's result, are repeated. */
    static final int MAX_ECHO = 400;

    private Author() {}

    /** The answer to a request. */
    static Answer answer(Ask ask, String id, long createdSeconds) {
        Optional<ToolCall> call = call(ask);
        List<String> words = call.isPresent() ? List.of() : words(text(ask));
        int limit = Objects.requireNonNullElse(ask.maxTokens(), Integer.MAX_VALUE);
        boolean cut = words.size() > limit;
        List<String> said = cut ? words.subList(0, limit) : words;
        int outputTokens = call.map(made ->
                        Tokens.of(made.name()) + Tokens.of(made.arguments().toString()))
                .orElse(said.size());
        return new Answer(
                id, createdSeconds, ask.model(), said, call.orElse(null), cut, ask.inputTokens(), outputTokens);
    }

    private static Optional<ToolCall> call(Ask ask) {
        if (ask.toolResult() != null) {
            return Optional.empty();
        }
        String text = ask.text().toLowerCase(Locale.ROOT);
        return ask.tools().stream()
                .filter(tool -> text.contains(tool.name().toLowerCase(Locale.ROOT)))
                .findFirst()
                .map(tool -> new ToolCall(tool.name(), arguments(tool.schema(), ask.text())));
    }

    private static ObjectNode arguments(JsonNode schema, String text) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        for (JsonNode name : schema.path("required")) {
            arguments.set(name.asText(), example(schema.path("properties").path(name.asText()), text));
        }
        return arguments;
    }

    private static JsonNode example(JsonNode schema, String text) {
        if (!schema.path("enum").isEmpty()) {
            return schema.path("enum").path(0);
        }
        JsonNodeFactory json = JsonNodeFactory.instance;
        // Gemini writes types in capitals.
        return switch (schema.path("type").asText().toLowerCase(Locale.ROOT)) {
            case "integer", "number" -> json.numberNode(1);
            case "boolean" -> json.booleanNode(true);
            case "array" -> json.arrayNode();
            case "object" -> arguments(schema, text);
            case "null" -> json.nullNode();
            default -> json.textNode(bounded(text));
        };
    }

    private static String text(Ask ask) {
        String result = ask.toolResult();
        if (result != null) {
            return "This is " + ask.model() + ". The tool returned: " + bounded(result);
        }
        return ask.text().isBlank()
                ? "This is " + ask.model() + ". You said nothing."
                : "This is " + ask.model() + ". You said: " + bounded(ask.text());
    }

    private static String bounded(String text) {
        if (text.length() <= MAX_ECHO) {
            return text;
        }
        // Half of a surrogate pair is no text.
        int end = Character.isHighSurrogate(text.charAt(MAX_ECHO - 1)) ? MAX_ECHO - 1 : MAX_ECHO;
        return text.substring(0, end) + "…";
    }

    /** Cuts before each run of blanks, so that the pieces put together are the text. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        int from = 0;
        for (int at = 1; at < text.length(); at++) {
            if (Character.isWhitespace(text.charAt(at)) && !Character.isWhitespace(text.charAt(at - 1))) {
                words.add(text.substring(from, at));
                from = at;
            }
        }
        words.add(text.substring(from));
        return words;
    }
}
