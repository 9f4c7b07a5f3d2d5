package io.ninerouter.quickstart.api.select;

import com.fasterxml.jackson.databind.JsonNode;
import io.ninerouter.quickstart.api.type.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** A field selector: {@code metadata.name=a,spec.provider!=b}. Immutable. */
public final class FieldSelector implements Predicate<JsonNode> {

    private static final Set<String> EVERYWHERE = Set.of("metadata.name", "metadata.namespace");

    private record Requirement(JsonPath path, String value, boolean equal) {

        boolean test(JsonNode object) {
            return path.first(object).asText("").equals(value) == equal;
        }
    }

    private final List<Requirement> requirements;

    private FieldSelector(List<Requirement> requirements) {
        this.requirements = List.copyOf(requirements);
    }

    /**
     * Parses a selector; the empty text selects everything.
     *
     * @param selectable the fields of the type that may be named besides name and namespace
     * @throws IllegalArgumentException when it is none, or names another field
     */
    public static FieldSelector parse(String text, List<String> selectable) {
        List<Requirement> requirements = new ArrayList<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int at = part.indexOf('=');
            if (at < 1) {
                throw new IllegalArgumentException(
                        "invalid field selector: " + text + " (expected: field=value or field!=value)");
            }
            boolean equal = part.charAt(at - 1) != '!';
            String field = part.substring(0, equal ? at : at - 1).trim();
            String value =
                    part.substring(part.startsWith("==", at) ? at + 2 : at + 1).trim();
            if (!EVERYWHERE.contains(field) && !selectable.contains(field)) {
                throw new IllegalArgumentException("field label not supported: " + field);
            }
            requirements.add(new Requirement(JsonPath.parse("." + field), value, equal));
        }
        return new FieldSelector(requirements);
    }

    /** Whether an object is selected. */
    @Override
    public boolean test(JsonNode object) {
        return requirements.stream().allMatch(requirement -> requirement.test(object));
    }
}
