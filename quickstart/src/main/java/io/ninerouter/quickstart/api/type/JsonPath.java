package io.ninerouter.quickstart.api.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The part of kubectl's JSONPath that printer columns use: {@code .a.b}, {@code ['a.b']}, {@code [0]}, {@code [*]} and
 * {@code [?(@.type=="Ready")]}. Immutable.
 */
public final class JsonPath {

    private static final Pattern STEP = Pattern.compile("\\.(?<field>(?:[^.\\[\\\\]|\\\\.)+)"
            + "|\\[\\s*'(?<quoted>[^']*)'\\s*]"
            + "|\\[\\s*(?<index>-?\\d+)\\s*]"
            + "|(?<all>\\.?\\[\\s*\\*\\s*])"
            + "|\\[\\?\\(\\s*@\\.(?<key>[^=!\\s]+)\\s*(?<op>==|!=)\\s*['\"]?(?<value>[^'\")]*)['\"]?\\s*\\)]");

    private sealed interface Step {
        Stream<JsonNode> apply(JsonNode node);
    }

    private record Field(String name) implements Step {
        @Override
        public Stream<JsonNode> apply(JsonNode node) {
            return node.has(name) ? Stream.of(node.path(name)) : Stream.empty();
        }
    }

    private record Index(int index) implements Step {
        @Override
        public Stream<JsonNode> apply(JsonNode node) {
            int at = index < 0 ? node.size() + index : index;
            return node.isArray() && node.has(at) ? Stream.of(node.get(at)) : Stream.empty();
        }
    }

    private record All() implements Step {
        @Override
        public Stream<JsonNode> apply(JsonNode node) {
            return node.valueStream();
        }
    }

    private record Where(JsonPath key, boolean equal, String value) implements Step {
        @Override
        public Stream<JsonNode> apply(JsonNode node) {
            return node.valueStream().filter(item -> key.first(item).asText().equals(value) == equal);
        }
    }

    private final List<Step> steps;

    private JsonPath(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /**
     * Parses a path.
     *
     * @throws IllegalArgumentException when it is outside the supported part
     */
    public static JsonPath parse(String path) {
        String text = path.startsWith("{") && path.endsWith("}") ? path.substring(1, path.length() - 1) : path;
        text = text.startsWith("$") ? text.substring(1) : text;
        if (!text.startsWith(".") && !text.startsWith("[")) {
            text = "." + text;
        }
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int end = 0;
        while (end < text.length() && matcher.find(end) && matcher.start() == end) {
            steps.add(step(matcher));
            end = matcher.end();
        }
        if (end < text.length() && !text.equals(".")) {
            throw new IllegalArgumentException("JSON path: " + path + " (expected: .field, [0], [*], [?(@.a==\"b\")])");
        }
        return new JsonPath(steps);
    }

    private static Step step(Matcher matcher) {
        if (matcher.group("field") != null) {
            return new Field(matcher.group("field").replace("\\", ""));
        }
        if (matcher.group("quoted") != null) {
            return new Field(matcher.group("quoted"));
        }
        if (matcher.group("index") != null) {
            return new Index(Integer.parseInt(matcher.group("index")));
        }
        if (matcher.group("all") != null) {
            return new All();
        }
        boolean equal = matcher.group("op").equals("==");
        return new Where(parse(matcher.group("key")), equal, matcher.group("value"));
    }

    /** All values the path leads to. */
    public List<JsonNode> all(JsonNode root) {
        Stream<JsonNode> found = Stream.of(root);
        for (Step step : steps) {
            found = found.flatMap(step::apply);
        }
        return found.toList();
    }

    /** The first value the path leads to; a missing node when there is none. */
    public JsonNode first(JsonNode root) {
        List<JsonNode> found = all(root);
        return found.isEmpty() ? MissingNode.getInstance() : found.getFirst();
    }
}
