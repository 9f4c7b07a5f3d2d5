package io.ninerouter.gateway.schema;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What one schema loses on its way, which the model is told in its description and the caller by name. Not thread-safe. */
final class Remarks {
    private static final int MAX_VALUE = 400;

    private final Set<String> relaxed;
    private final List<String> words = new ArrayList<>();

    /** @param relaxed collects over a whole document */
    Remarks(Set<String> relaxed) {
        this.relaxed = relaxed;
    }

    static Remarks ofDocument() {
        return new Remarks(new LinkedHashSet<>());
    }

    /** For one schema of the same document. */
    Remarks ofSchema() {
        return new Remarks(relaxed);
    }

    /** A keyword that the vendor does not know, as words. */
    void without(String keyword, JsonNode value) {
        relaxed.add("without " + keyword);
        hint(keyword, value);
    }

    /** Words for the model alone: nothing is lost that binds. */
    void hint(String keyword, JsonNode value) {
        String text = value.isString() ? value.asString() : value.toString();
        words.add(keyword + ": " + (text.length() > MAX_VALUE ? text.substring(0, MAX_VALUE) + "…" : text));
    }

    /** What is said more loosely, or by convention. */
    void said(String how) {
        relaxed.add(how);
    }

    void describe(ObjectNode schema) {
        if (words.isEmpty()) {
            return;
        }
        String before = schema.path("description").asString("");
        schema.put("description", (before.isEmpty() ? "" : before + "\n") + String.join("; ", words));
    }

    List<String> all() {
        return List.copyOf(relaxed);
    }
}
