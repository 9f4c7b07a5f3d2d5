package io.ninerouter.quickstart.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reading request bodies, and the few shapes that all dialects share. */
final class Json {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** A request body. Refuses what is no JSON object. */
    static JsonNode body(byte[] bytes) {
        try {
            JsonNode tree = MAPPER.readTree(bytes);
            if (!tree.isObject()) {
                throw Refusal.badRequest("body: " + kind(tree) + " (expected: a JSON object)");
            }
            return tree;
        } catch (IOException e) {
            throw Refusal.badRequest("body: not valid JSON (expected: a JSON object)");
        }
    }

    /** A new object. */
    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A field that must be a text. */
    static String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isTextual()) {
            throw Refusal.badRequest(field + ": " + kind(value) + " (expected: a string)");
        }
        return value.textValue();
    }

    /** A field that must be a list with something in it. */
    static JsonNode list(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isArray() || value.isEmpty()) {
            throw Refusal.badRequest(field + ": " + kind(value) + " (expected: a list that is not empty)");
        }
        return value;
    }

    /** A field that may be a whole number. */
    static @Nullable Integer number(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw Refusal.badRequest(field + ": " + kind(value) + " (expected: a whole number)");
        }
        return value.intValue();
    }

    /** The text of a content: a string, or parts of which some have a {@code text}. */
    static String content(JsonNode content) {
        if (content.isTextual()) {
            return content.textValue();
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (part.path("text").isTextual()) {
                text.append(text.isEmpty() ? "" : "\n").append(part.path("text").textValue());
            }
        }
        return text.toString();
    }

    private static String kind(JsonNode value) {
        return value.isMissingNode()
                ? "missing"
                : value.getNodeType().toString().toLowerCase(Locale.ROOT);
    }
}
