package io.ninerouter.operator.credential;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** JSON as vendors send it, and as a login is kept. Stateless. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** Reads a text; a missing node when it is no JSON. Tells nothing of what it could not read. */
    public static JsonNode read(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node == null ? MissingNode.getInstance() : node;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A flat object of texts. */
    static String write(Map<String, String> values) {
        ObjectNode object = object();
        new TreeMap<>(values).forEach(object::put);
        return object.toString();
    }

    /** What {@link #write} wrote; whatever is no text or number is left out. */
    static Map<String, String> flat(String text) {
        Map<String, String> values = new TreeMap<>();
        read(text).properties().forEach(one -> {
            if (one.getValue().isValueNode() && !one.getValue().isNull()) {
                values.put(one.getKey(), one.getValue().asText());
            }
        });
        return values;
    }

    /** A value as text; null = there is none, or it is blank. */
    static @Nullable String text(JsonNode node, String pointer) {
        JsonNode value = node.at(pointer);
        String text = value.isValueNode() && !value.isNull() ? value.asText().strip() : "";
        return text.isEmpty() ? null : text;
    }

    /** The claims of a JWT, unverified: they came from the vendor itself, over TLS. A missing node when it is none. */
    static JsonNode claims(@Nullable String token) {
        String[] parts = token == null ? new String[0] : token.split("\\.", -1);
        if (parts.length != 3) {
            return MissingNode.getInstance();
        }
        try {
            return read(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
    }
}
