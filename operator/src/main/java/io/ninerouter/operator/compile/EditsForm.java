package io.ninerouter.operator.compile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.ninerouter.api.v1alpha1.RequestEdits;
import io.ninerouter.config.BodyEdits;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The compiled form of edits of a request body. Stateless. */
final class EditsForm {
    private EditsForm() {}

    /**
     * Compiles them.
     *
     * @param path where they stand, for messages
     * @param edits null = none
     * @throws IllegalArgumentException with a message for people when a value is wrong in a way that the schema cannot see
     */
    static BodyEdits of(String path, @Nullable RequestEdits edits) {
        if (edits == null) {
            return BodyEdits.NONE;
        }
        Map<String, Map<String, JsonNode>> replace = new TreeMap<>();
        fields(path + ".replace", edits.replace())
                .forEach((field, values) -> replace.put(field, fields(path + ".replace." + field, values)));
        RequestEdits.Placeholder placeholder = edits.placeholder();
        RequestEdits.History history = edits.history();
        return new BodyEdits(
                edits.remove(),
                edits.rename(),
                fields(path + ".set", edits.set()),
                fields(path + ".defaults", edits.defaults()),
                fields(path + ".streamDefaults", edits.streamDefaults()),
                edits.caps(),
                replace,
                implies(path + ".implies", edits.implies()),
                messages(edits.messages()),
                placeholder == null
                        ? null
                        : new BodyEdits.Placeholder(
                                placeholder.field(), Boolean.TRUE.equals(placeholder.withToolCallsOnly())),
                history == null ? null : new BodyEdits.History(history.remove(), history.rename()),
                edits.strictTools(),
                inWords(edits.inWords()));
    }

    private static BodyEdits.@Nullable Messages messages(RequestEdits.@Nullable Messages messages) {
        return messages == null ? null : new BodyEdits.Messages(messages.roles(), messages.texts(), messages.remove());
    }

    private static BodyEdits.@Nullable InWords inWords(RequestEdits.@Nullable InWords inWords) {
        return inWords == null
                ? null
                : new BodyEdits.InWords(inWords.formats(), Boolean.TRUE.equals(inWords.besideTools()));
    }

    private static Map<String, Map<String, BodyEdits.Implied>> implies(String path, @Nullable JsonNode implies) {
        Map<String, Map<String, BodyEdits.Implied>> all = new TreeMap<>();
        fields(path, implies).forEach((field, values) -> {
            Map<String, BodyEdits.Implied> byValue = new TreeMap<>();
            fields(path + "." + field, values)
                    .forEach(
                            (value, implied) -> byValue.put(value, implied(path + "." + field + "." + value, implied)));
            all.put(field, byValue);
        });
        return all;
    }

    private static BodyEdits.Implied implied(String path, JsonNode implied) {
        Map<String, JsonNode> members = fields(path, implied);
        JsonNode remove = members.getOrDefault("remove", JsonNodeFactory.instance.arrayNode());
        boolean names = remove.isArray() && remove.valueStream().allMatch(JsonNode::isTextual);
        if (!names || !Set.of("remove", "set").containsAll(members.keySet())) {
            throw new IllegalArgumentException(
                    path + ": " + implied + " (expected: set, an object, remove, a list of names, or both)");
        }
        return new BodyEdits.Implied(
                remove.valueStream().map(JsonNode::asText).toList(), fields(path + ".set", members.get("set")));
    }

    /** The schema leaves the values open, and with them what holds them. */
    private static Map<String, JsonNode> fields(String path, @Nullable JsonNode object) {
        Map<String, JsonNode> fields = new TreeMap<>();
        if (object == null || object.isNull()) {
            return fields;
        }
        if (!object.isObject()) {
            throw new IllegalArgumentException(path + ": " + object + " (expected: an object)");
        }
        object.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }
}
