package io.ninerouter.quickstart.api.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * A set of field paths as a tree, the way {@code metadata.managedFields[].fieldsV1} writes it: {@code f:name} is a
 * field, {@code k:{"type":"Ready"}} an item of a keyed list, {@code v:"x"} an item of a set. Immutable.
 *
 * @param member whether the path that leads here is in the set itself, not only paths below it
 * @param children by path element
 */
public record FieldSet(boolean member, SortedMap<String, FieldSet> children) {

    /** No path at all. */
    public static final FieldSet EMPTY = new FieldSet(false, new TreeMap<>());

    /** The path that leads here and none below it. */
    public static final FieldSet LEAF = new FieldSet(true, new TreeMap<>());

    private static final String SELF = ".";

    /** Copies its children and leaves out empty ones. */
    public FieldSet {
        SortedMap<String, FieldSet> kept = new TreeMap<>();
        children.forEach((element, child) -> {
            if (!child.isEmpty()) {
                kept.put(element, child);
            }
        });
        children = Collections.unmodifiableSortedMap(kept);
    }

    /** Reads the FieldsV1 form. */
    public static FieldSet parse(JsonNode fieldsV1) {
        return parse(fieldsV1, true);
    }

    private static FieldSet parse(JsonNode node, boolean root) {
        SortedMap<String, FieldSet> children = new TreeMap<>();
        for (var field : node.properties()) {
            if (!field.getKey().equals(SELF)) {
                children.put(field.getKey(), parse(field.getValue(), false));
            }
        }
        return new FieldSet(!root && (node.isEmpty() || node.has(SELF)), children);
    }

    /** The FieldsV1 form. */
    public ObjectNode toFieldsV1() {
        ObjectNode node = Json.object();
        if (member && !children.isEmpty()) {
            node.putObject(SELF);
        }
        children.forEach((element, child) -> node.set(element, child.toFieldsV1()));
        return node;
    }

    /** Whether it holds no path. */
    public boolean isEmpty() {
        return !member && children.isEmpty();
    }

    /** What lies below a path element. */
    public FieldSet child(String element) {
        return children.getOrDefault(element, EMPTY);
    }

    /** Paths of either set. */
    public FieldSet union(FieldSet other) {
        return combine(other, (a, b) -> a || b);
    }

    /** Paths of both sets. */
    public FieldSet intersection(FieldSet other) {
        return combine(other, (a, b) -> a && b);
    }

    /** Paths of this set that are not in the other; paths below a path of the other stay. */
    public FieldSet minus(FieldSet other) {
        return combine(other, (a, b) -> a && !b);
    }

    private FieldSet combine(FieldSet other, BinaryOperator<Boolean> rule) {
        SortedMap<String, FieldSet> combined = new TreeMap<>();
        children.forEach((element, child) -> combined.put(element, child.combine(other.child(element), rule)));
        other.children.forEach((element, child) -> {
            if (!combined.containsKey(element)) {
                combined.put(element, EMPTY.combine(child, rule));
            }
        });
        return new FieldSet(rule.apply(member, other.member), combined);
    }

    /** Every path, written as conflicts are reported: {@code .spec.containers[name="a"].image}. */
    public List<String> paths() {
        List<String> paths = new ArrayList<>();
        collect("", paths);
        return paths;
    }

    private void collect(String prefix, List<String> paths) {
        if (member) {
            paths.add(prefix);
        }
        children.forEach((element, child) -> child.collect(prefix + shown(element), paths));
    }

    private static String shown(String element) {
        String value = element.substring(2);
        if (element.startsWith("f:")) {
            return "." + value;
        }
        if (!element.startsWith("k:")) {
            return "[=" + value + "]";
        }
        JsonNode key = Json.parse(value.getBytes(StandardCharsets.UTF_8));
        List<String> parts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : key.properties()) {
            parts.add(field.getKey() + "=" + Json.text(field.getValue()));
        }
        return "[" + String.join(",", parts) + "]";
    }
}
