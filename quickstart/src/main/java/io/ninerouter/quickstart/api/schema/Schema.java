package io.ninerouter.quickstart.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.quickstart.api.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A node of an OpenAPI v3 schema with the Kubernetes extensions, parsed once and walked often. Immutable, but for the
 * document it was parsed from, which the caller no longer changes.
 */
public final class Schema {

    /** How the items of a list belong together. */
    public enum ListKind {
        /** Replaced as a whole. */
        ATOMIC,
        /** Scalars, each at most once. */
        SET,
        /** Objects known by {@link Schema#listMapKeys()}. */
        MAP
    }

    /** Allows everything: what lies under x-kubernetes-preserve-unknown-fields and is not described. */
    public static final Schema ANY =
            parse(Json.object().put("x-kubernetes-preserve-unknown-fields", true), ref -> null);

    private final ObjectNode raw;
    private final Map<String, Schema> properties;
    private final @Nullable Schema additional;
    private final @Nullable Schema items;
    private final Map<String, List<Schema>> junctors;
    private final @Nullable Pattern pattern;

    private Schema(ObjectNode raw, Map<String, Schema> properties, Function<String, @Nullable Schema> refs) {
        this.raw = raw;
        this.properties = Collections.unmodifiableMap(properties);
        JsonNode extra = raw.path("additionalProperties");
        this.additional = extra instanceof ObjectNode typed ? parse(typed, refs) : extra.asBoolean(false) ? ANY : null;
        this.items = raw.get("items") instanceof ObjectNode typed ? parse(typed, refs) : null;
        this.junctors = new LinkedHashMap<>();
        for (String junctor : List.of("allOf", "anyOf", "oneOf")) {
            List<Schema> parts = new ArrayList<>();
            raw.path(junctor).forEach(part -> parts.add(parse((ObjectNode) part, refs)));
            junctors.put(junctor, List.copyOf(parts));
        }
        junctors.put("not", raw.get("not") instanceof ObjectNode not ? List.of(parse(not, refs)) : List.of());
        this.pattern = raw.has("pattern") ? Pattern.compile(raw.path("pattern").asText()) : null;
    }

    /**
     * Parses a schema.
     *
     * @param refs finds what a {@code $ref} names; null when it names nothing
     * @throws java.util.regex.PatternSyntaxException when a pattern is none
     */
    public static Schema parse(ObjectNode raw, Function<String, @Nullable Schema> refs) {
        if (raw.has("$ref")) {
            Schema target = refs.apply(raw.path("$ref").asText());
            return target == null ? ANY : target;
        }
        Map<String, Schema> properties = new LinkedHashMap<>();
        raw.path("properties").properties().forEach(field -> {
            if (field.getValue() instanceof ObjectNode child) {
                properties.put(field.getKey(), parse(child, refs));
            }
        });
        return new Schema(raw, properties, refs);
    }

    /** The same schema with one property replaced; for the parts every object has. */
    public Schema withProperty(String name, Schema replacement) {
        Map<String, Schema> changed = new LinkedHashMap<>(properties);
        changed.put(name, replacement);
        return new Schema(raw, changed, ref -> null);
    }

    /** The document this was parsed from; not to be changed. */
    public ObjectNode raw() {
        return raw;
    }

    /** object, array, string, integer, number, boolean; empty when any. */
    public String type() {
        return raw.path("type").asText("");
    }

    /** The format, empty when none. */
    public String format() {
        return raw.path("format").asText("");
    }

    /** Declared properties in their order. */
    public Map<String, Schema> properties() {
        return properties;
    }

    /** The schema of values under undeclared names; null when there may be none. */
    public @Nullable Schema additional() {
        return additional;
    }

    /** What governs the value under a name, null when that name is unknown here. */
    public @Nullable Schema child(String name) {
        Schema declared = properties.get(name);
        if (declared != null) {
            return declared;
        }
        if (additional != null) {
            return additional;
        }
        return preservesUnknown() ? ANY : null;
    }

    /** The schema of list items; everything goes where none is given. */
    public Schema items() {
        return items == null ? ANY : items;
    }

    /** The schemas under allOf, anyOf, oneOf or not. */
    public List<Schema> junctor(String name) {
        return junctors.getOrDefault(name, List.of());
    }

    /** The compiled pattern, null when there is none. */
    public @Nullable Pattern pattern() {
        return pattern;
    }

    /** Whether null is a value here. */
    public boolean nullable() {
        return raw.path("nullable").asBoolean(false);
    }

    /** Whether undeclared fields stay. */
    public boolean preservesUnknown() {
        return raw.path("x-kubernetes-preserve-unknown-fields").asBoolean(false);
    }

    /** Whether the value is an integer or a string. */
    public boolean intOrString() {
        return raw.path("x-kubernetes-int-or-string").asBoolean(false);
    }

    /** Whether the value is a whole Kubernetes object, with apiVersion, kind and metadata. */
    public boolean embeddedResource() {
        return raw.path("x-kubernetes-embedded-resource").asBoolean(false);
    }

    /** Whether the map or struct is replaced as a whole by server-side apply. */
    public boolean atomicMap() {
        return raw.path("x-kubernetes-map-type").asText("").equals("atomic");
    }

    /** How items of this list belong together. */
    public ListKind listKind() {
        return switch (raw.path("x-kubernetes-list-type").asText("")) {
            case "map" -> ListKind.MAP;
            case "set" -> ListKind.SET;
            default -> ListKind.ATOMIC;
        };
    }

    /** The fields that tell items of a MAP list apart. */
    public List<String> listMapKeys() {
        return Json.stringList(raw.path("x-kubernetes-list-map-keys"));
    }

    /** The field that strategic merge knows items by; null when the list is replaced. */
    public @Nullable String patchMergeKey() {
        JsonNode key = raw.path("x-kubernetes-patch-merge-key");
        return key.isMissingNode() ? null : key.asText();
    }

    /** Whether strategic merge joins lists of scalars. */
    public boolean patchMerges() {
        return raw.path("x-kubernetes-patch-strategy").asText("").contains("merge");
    }

    /** The default, null when there is none; not to be changed. */
    public @Nullable JsonNode defaultValue() {
        return raw.get("default");
    }
}
