package io.ninerouter.quickstart.api.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** JSON trees as this server reads, writes and compares them. Thread-safe; trees handed in are never changed. */
public final class Json {

    // Clients decode a watch buffer by buffer; a code point cut in two would be lost, so only ASCII is written.
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final ObjectMapper YAML = new YAMLMapper();

    private Json() {}

    /** An empty object. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** An empty array. */
    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** An array of these strings, in their order. */
    public static ArrayNode strings(Iterable<String> values) {
        ArrayNode array = array();
        values.forEach(array::add);
        return array;
    }

    /** The document as ASCII bytes on one line. */
    public static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree could not be written: " + e.getOriginalMessage(), e);
        }
    }

    /** The document as text on one line. */
    public static String text(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree could not be written: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads one JSON document.
     *
     * @throws IllegalArgumentException when the bytes are no JSON document
     */
    public static JsonNode parse(byte[] bytes) {
        return read(JSON, bytes, "JSON");
    }

    /**
     * Reads one YAML document, of which JSON is a part.
     *
     * @throws IllegalArgumentException when the bytes are no YAML document
     */
    public static JsonNode parseYaml(byte[] bytes) {
        return read(YAML, bytes, "YAML");
    }

    /** The object under a name, made and attached when it is absent or no object. */
    public static ObjectNode ensureObject(ObjectNode parent, String name) {
        return parent.get(name) instanceof ObjectNode present ? present : parent.putObject(name);
    }

    /** The strings of an array node; whatever is no array counts as empty. */
    public static List<String> stringList(JsonNode array) {
        List<String> values = new ArrayList<>(array.size());
        array.forEach(value -> values.add(value.asText()));
        return values;
    }

    /** About how many bytes a tree keeps alive: its text and a constant a node. */
    public static int weight(JsonNode node) {
        int weight = 16;
        if (node.isTextual()) {
            return weight + node.textValue().length();
        }
        for (var field : node.properties()) {
            weight += 16 + field.getKey().length() + weight(field.getValue());
        }
        if (node.isArray()) {
            for (JsonNode item : node) {
                weight += weight(item);
            }
        }
        return weight;
    }

    private static JsonNode read(ObjectMapper mapper, byte[] bytes, String what) {
        try {
            JsonNode node = mapper.readTree(bytes);
            if (node == null || node.isMissingNode()) {
                throw new IllegalArgumentException("body: empty (expected: a " + what + " document)");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("body is no " + what + " document: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalStateException("reading an array of bytes failed", e);
        }
    }
}
