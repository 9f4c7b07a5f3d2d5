package io.ninerouter.quickstart.api.select;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A label selector as clients write it: {@code a=b,c!=d,e in (x,y),f notin (z),g,!h}. Immutable. */
public final class LabelSelector implements Predicate<JsonNode> {

    private static final Pattern REQUIREMENT = Pattern.compile("\\s*(?:"
            + "(?<key>[^=!,()\\s]+)\\s+(?<set>in|notin)\\s*\\((?<values>[^)]*)\\)"
            + "|(?<left>[^=!,()\\s]+)\\s*(?<op>==|=|!=)\\s*(?<right>[^=!,()\\s]*)"
            + "|(?<absent>!)?\\s*(?<exists>[^=!,()\\s]+))\\s*(?:,|$)");

    private record Requirement(String key, Set<String> values, boolean positive) {

        boolean test(JsonNode labels) {
            JsonNode value = labels.get(key);
            boolean present = value != null && (values.isEmpty() || values.contains(value.asText()));
            return present == positive;
        }
    }

    private final List<Requirement> requirements;

    private LabelSelector(List<Requirement> requirements) {
        this.requirements = List.copyOf(requirements);
    }

    /**
     * Parses a selector; the empty text selects everything.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static LabelSelector parse(String text) {
        List<Requirement> requirements = new ArrayList<>();
        Matcher matcher = REQUIREMENT.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new IllegalArgumentException(
                        "unable to parse requirement: " + text + " (expected: key=value, key in (a,b), key or !key)");
            }
            requirements.add(requirement(matcher));
            at = matcher.end();
        }
        return new LabelSelector(requirements);
    }

    private static Requirement requirement(Matcher matcher) {
        if (matcher.group("key") != null) {
            Set<String> values = Set.of(matcher.group("values").trim().split("\\s*,\\s*", -1));
            return new Requirement(
                    matcher.group("key"), values, matcher.group("set").equals("in"));
        }
        if (matcher.group("left") != null) {
            boolean equal = !matcher.group("op").equals("!=");
            return new Requirement(matcher.group("left"), Set.of(matcher.group("right")), equal);
        }
        return new Requirement(matcher.group("exists"), Set.of(), matcher.group("absent") == null);
    }

    /** Whether an object is selected. */
    @Override
    public boolean test(JsonNode object) {
        JsonNode labels = object.path("metadata").path("labels");
        return requirements.stream().allMatch(requirement -> requirement.test(labels));
    }
}
