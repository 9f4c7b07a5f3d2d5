package io.ninerouter.operator.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A 9Router database: the file {@code db.json}, or what its settings page exports, which is the same document, in newer
 * releases within {@code data}. Lenient: a member of another type than expected reads as absent. Holds secrets: never print it.
 */
final class LegacyDatabase {
    /** The members that hold something to take over; at least one has to be there. */
    private static final Set<String> KNOWN = Set.of(
            "providerConnections",
            "providerNodes",
            "proxyPools",
            "modelAliases",
            "customModels",
            "mitmAlias",
            "combos",
            "apiKeys",
            "settings",
            "pricing");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JsonNode root;

    private LegacyDatabase(JsonNode root) {
        this.root = root;
    }

    /**
     * Reads a document.
     *
     * @throws IllegalArgumentException when it is none; the message quotes nothing of it
     */
    static LegacyDatabase read(byte[] json) {
        JsonNode tree;
        try {
            tree = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            // The parser's own message may quote a key.
            throw new IllegalArgumentException("the database: not JSON, line "
                    + (e.getLocation() == null ? 1 : e.getLocation().getLineNr())
                    + " (expected: 9Router's db.json or its export)");
        } catch (IOException e) {
            throw new IllegalArgumentException("the database: not readable", e);
        }
        for (String wrapper : List.of("", "data", "database", "db")) {
            JsonNode candidate = wrapper.isEmpty() ? tree : tree.path(wrapper);
            if (KNOWN.stream().anyMatch(candidate::has)) {
                return new LegacyDatabase(candidate);
            }
        }
        throw new IllegalArgumentException("the database: an object without any of "
                + KNOWN.stream().sorted().toList() + " (expected: 9Router's db.json or its export)");
    }

    /** The objects of a list, or of a map by id; empty when there is neither. */
    List<JsonNode> list(String name) {
        JsonNode list = root.path(name);
        return StreamSupport.stream(list.spliterator(), false)
                .filter(JsonNode::isObject)
                .toList();
    }

    /** An object; missing when there is none. */
    JsonNode object(String name) {
        JsonNode object = root.path(name);
        return object.isObject() ? object : MissingNode.getInstance();
    }

    /** The names of all members at the top. */
    List<String> members() {
        return root.properties().stream().map(Map.Entry::getKey).toList();
    }

    /** The first of some members that is a text (or a number) and not blank; null when none is. */
    static @Nullable String text(JsonNode object, String... names) {
        for (String name : names) {
            JsonNode value = object.path(name);
            if (value.isTextual() || value.isNumber()) {
                String text = value.asText().strip();
                if (!text.isEmpty()) {
                    return text;
                }
            }
        }
        return null;
    }

    /** Whether a member says no; absent says nothing. */
    static boolean isFalse(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isBoolean() && !value.booleanValue();
    }

    /** Whether a member says yes. */
    static boolean isTrue(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isBoolean() && value.booleanValue();
    }

    /** A whole number; null when there is none. */
    static @Nullable Integer whole(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.canConvertToInt() ? value.intValue() : null;
    }

    /** A decimal that is not negative, in plain digits; null when there is none. */
    static @Nullable String decimal(JsonNode object, String... names) {
        String text = text(object, names);
        if (text == null) {
            return null;
        }
        try {
            BigDecimal value = new BigDecimal(text);
            return value.signum() < 0 || value.precision() > 20
                    ? null
                    : value.stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The texts of a list; empty when there is none. */
    static List<String> texts(JsonNode object, String name) {
        return StreamSupport.stream(object.path(name).spliterator(), false)
                .filter(JsonNode::isTextual)
                .map(value -> value.asText().strip())
                .filter(text -> !text.isEmpty())
                .toList();
    }
}
