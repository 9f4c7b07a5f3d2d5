package io.ninerouter.gateway.snapshot;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Headers that every request to a provider gets; their values may have placeholders. Immutable. */
public final class FixedHeaders {
    private final Map<String, String> fixed;
    private final Map<String, Template> templates;

    FixedHeaders(Map<String, String> headers) {
        Map<String, String> plain = new LinkedHashMap<>();
        Map<String, Template> others = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            Template template = Template.of(value);
            if (template.isFixed()) {
                plain.put(name, value);
            } else {
                others.put(name, template);
            }
        });
        fixed = Map.copyOf(plain);
        templates = Map.copyOf(others);
    }

    /** The headers of both; a list of betas is joined, of anything else the second counts. */
    static Map<String, String> united(Map<String, String> first, Map<String, String> second) {
        Map<String, String> all = new TreeMap<>(first);
        second.forEach((name, value) -> all.merge(
                name, value, (one, other) -> name.equalsIgnoreCase("anthropic-beta") ? one + "," + other : other));
        return all;
    }

    /** Whether the same headers go with every request. */
    public boolean isFixed() {
        return templates.isEmpty();
    }

    /** Those that go with every request as they are. */
    public Map<String, String> fixed() {
        return fixed;
    }

    /**
     * All of them, with every value in its place. A header whose value holds a placeholder that may stay empty, and does, is
     * left out.
     *
     * @throws UnfilledException when a value is missing or cannot stand in a header
     */
    public Map<String, String> with(Template.Values values) {
        if (templates.isEmpty()) {
            return fixed;
        }
        Map<String, String> all = new TreeMap<>(fixed);
        templates.forEach((name, template) -> {
            String value = template.fill(values, Form.HEADER);
            if (value != null) {
                all.put(name, value);
            }
        });
        return all;
    }
}
