package io.ninerouter.gateway.schema;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the references of a document mean, and which of them lead back to themselves. Collects those that stay references, each
 * under a name of its own. Not thread-safe.
 */
final class Definitions {
    private static final int MAX_NAME = 64;
    private static final int MAX_DEPTH = 400;
    /** Of steps along references: a document may have thousands of them. */
    private static final int MAX_STEPS = 200_000;

    private final JsonNode document;
    private final BindingRules.Recursion allowed;
    private final Map<String, Boolean> circles = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private int steps;
    private final ObjectNode kept = JsonNodeFactory.instance.objectNode();

    Definitions(JsonNode document, BindingRules.Recursion allowed) {
        this.document = document;
        this.allowed = allowed;
    }

    /** What a reference means: the schema as the document has it. */
    ObjectNode meant(String reference) {
        boolean pointer = reference.equals("#") || reference.startsWith("#/");
        JsonNode found = pointer ? document.at(reference.substring(1)) : document.path("");
        if (found instanceof ObjectNode schema) {
            return schema;
        }
        throw new Unbindable("a reference that leads nowhere here");
    }

    /** Whether following a reference leads to it again, where the vendor takes that. */
    boolean circles(String reference) {
        Boolean known = circles.get(reference);
        if (known == null) {
            known = leads(meant(reference), new Walk(reference, false), 0);
            circles.put(reference, known);
            if (known && allowed == BindingRules.Recursion.NONE) {
                throw new Unbindable("a schema that leads back to itself");
            }
            if (known
                    && allowed == BindingRules.Recursion.OPTIONAL
                    && leads(meant(reference), new Walk(reference, true), 0)) {
                throw new Unbindable("a required member that leads back to itself");
            }
        }
        return known;
    }

    private boolean leads(JsonNode node, Walk walk, int depth) {
        if (depth > MAX_DEPTH || steps++ > MAX_STEPS) {
            throw new Unbindable("a schema of too many parts");
        }
        if (node instanceof ObjectNode schema) {
            String reference = schema.path("$ref").asString("");
            if (reference.equals(walk.goal)) {
                return true;
            }
            if (!reference.isEmpty() && walk.seen.add(reference) && leads(meant(reference), walk, depth + 1)) {
                return true;
            }
            for (Map.Entry<String, JsonNode> member : schema.properties()) {
                boolean data = Keywords.DATA.contains(member.getKey()) || Keywords.isDefinitions(member.getKey());
                JsonNode value = member.getValue();
                if (!data && walk.required && member.getKey().equals("properties")) {
                    value = demanded(schema, value);
                }
                if (!data && leads(value, walk, depth + 1)) {
                    return true;
                }
            }
            return false;
        }
        for (JsonNode element : node) {
            if (leads(element, walk, depth + 1)) {
                return true;
            }
        }
        return false;
    }

    /** @param required whether only what has to be there is followed */
    private record Walk(String goal, boolean required, Set<String> seen) {
        Walk(String goal, boolean required) {
            this(goal, required, new HashSet<>());
        }
    }

    private static JsonNode demanded(ObjectNode schema, JsonNode properties) {
        ObjectNode demanded = JsonNodeFactory.instance.objectNode();
        schema.path("required").forEach(name -> {
            JsonNode property = properties.get(name.asString(""));
            if (property != null) {
                demanded.set(name.asString(""), property);
            }
        });
        return demanded;
    }

    /**
     * The reference to what stays a reference; what it means is made once.
     *
     * @param maker makes what the document has into what the vendor takes
     */
    ObjectNode kept(String reference, Function<ObjectNode, ObjectNode> maker) {
        if (reference.equals("#")) {
            return reference("#");
        }
        String known = names.get(reference);
        if (known != null) {
            return reference("#/$defs/" + known);
        }
        String name = name(reference);
        names.put(reference, name);
        kept.putObject(name);
        kept.set(name, maker.apply(meant(reference)));
        return reference("#/$defs/" + name);
    }

    private static ObjectNode reference(String to) {
        return JsonNodeFactory.instance.objectNode().put("$ref", to);
    }

    /** Names with spaces or slashes are not understood everywhere. */
    private String name(String reference) {
        String last = reference.substring(reference.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9_.-]", "_");
        String name = last.length() > MAX_NAME ? last.substring(0, MAX_NAME) : last;
        int number = 2;
        while (kept.has(name)) {
            name = last.substring(0, Math.min(last.length(), MAX_NAME - 4)) + '_' + number++;
        }
        return name;
    }

    /** What stays a reference, by name; null = nothing. */
    @Nullable
    ObjectNode kept() {
        return kept.isEmpty() ? null : kept;
    }
}
