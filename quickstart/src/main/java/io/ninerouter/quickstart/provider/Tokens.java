package io.ninerouter.quickstart.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/**
 * Counts tokens by a fixed rule: one for every four characters of each text begun, a flat number for a picture or a
 * file. A plausible size, not a vendor's tokenizer; the same text counts the same everywhere.
 */
final class Tokens {
    private static final int CHARACTERS_PER_TOKEN = 4;
    private static final int PER_BLOB = 256;
    private static final Set<String> BLOBS = Set.of("data", "file_data", "image_url", "url");

    private Tokens() {}

    /** Tokens of a text; 0 for an empty one. */
    static int of(String text) {
        return (text.length() + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    }

    /** Tokens of every text inside a JSON value. */
    static int of(JsonNode node) {
        if (node.isTextual()) {
            return of(node.textValue());
        }
        int sum = 0;
        for (JsonNode item : node.isArray() ? node : Set.<JsonNode>of()) {
            sum += of(item);
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            sum += BLOBS.contains(field.getKey()) ? PER_BLOB : of(field.getValue());
        }
        return sum;
    }
}
