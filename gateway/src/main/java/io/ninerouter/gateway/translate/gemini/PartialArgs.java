package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns {@code partialArgs} (values with JSON paths, in the order the model writes them) into pieces of one JSON object, as
 * other dialects stream arguments. Not thread-safe.
 */
final class PartialArgs {
    /** Keys of the open containers: a String within an object, an Integer within an array. */
    private final List<Object> open = new ArrayList<>();
    /** What closes each of them. */
    private final List<Character> containers = new ArrayList<>();
    /** Path of the string that goes on; empty = none does. */
    private List<Object> string = List.of();

    private boolean begun;
    private boolean ended;
    /** Whether the innermost open container has a value already. */
    private boolean comma;

    /** Whether nothing was written yet. */
    boolean isUntouched() {
        return !begun && !ended;
    }

    /** Arguments that come at once; the text of them. */
    String whole(RawJson args) {
        ended = true;
        return args.text();
    }

    /** The text that a piece adds. */
    String add(WirePart.Piece piece) {
        if (ended) {
            return "";
        }
        List<Object> path = JsonPath.parse(piece.path());
        StringBuilder text = new StringBuilder();
        if (!string.isEmpty() && string.equals(path) && piece.value().isText()) {
            inside(piece, text);
        } else {
            value(piece, path, text);
        }
        return text.toString();
    }

    /** The text that completes the object. */
    String end() {
        if (ended) {
            return "";
        }
        ended = true;
        StringBuilder text = new StringBuilder();
        begin(text);
        endString(text);
        closeTo(0, text);
        return text.append('}').toString();
    }

    private void value(WirePart.Piece piece, List<Object> path, StringBuilder text) {
        if (path.isEmpty()) {
            return;
        }
        begin(text);
        endString(text);
        int depth = path.size() - 1;
        int common = 0;
        while (common < Math.min(open.size(), depth) && open.get(common).equals(path.get(common))) {
            common++;
        }
        closeTo(common, text);
        for (int i = common; i < depth; i++) {
            key(path.get(i), text);
            text.append(path.get(i + 1) instanceof String ? '{' : '[');
            open.add(path.get(i));
            containers.add(path.get(i + 1) instanceof String ? '}' : ']');
            comma = false;
        }
        key(path.getLast(), text);
        comma = true;
        if (piece.value().isText()) {
            text.append('"');
            string = path;
            inside(piece, text);
        } else {
            text.append(piece.value().text());
        }
    }

    private void inside(WirePart.Piece piece, StringBuilder text) {
        String quoted = quoted(piece.value());
        text.append(quoted, 1, quoted.length() - 1);
        if (!piece.goesOn()) {
            endString(text);
        }
    }

    private void key(Object key, StringBuilder text) {
        if (comma) {
            text.append(',');
        }
        if (key instanceof String name) {
            JsonPath.quote(name, text);
            text.append(':');
        }
    }

    private void begin(StringBuilder text) {
        if (!begun) {
            begun = true;
            text.append('{');
        }
    }

    private void endString(StringBuilder text) {
        if (!string.isEmpty()) {
            text.append('"');
            string = List.of();
        }
    }

    private void closeTo(int depth, StringBuilder text) {
        while (open.size() > depth) {
            open.removeLast();
            text.append(containers.removeLast().charValue());
            comma = true;
        }
    }

    /** The string as it stands in JSON; read and written again, since it may have come in pieces cut anywhere. */
    private static String quoted(RawJson value) {
        try (JsonReader in = value.read()) {
            StringBuilder text = new StringBuilder();
            String read = in.lenientText();
            JsonPath.quote(read == null ? "" : read, text);
            return text.toString();
        }
    }
}
