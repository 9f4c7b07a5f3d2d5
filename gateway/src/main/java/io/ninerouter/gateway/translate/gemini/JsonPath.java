package io.ninerouter.gateway.translate.gemini;

import java.util.ArrayList;
import java.util.List;

/** Paths such as {@code $.files[0]['the name']}. */
final class JsonPath {
    private JsonPath() {}

    /** Its keys: a String for a member, an Integer for an element. */
    static List<Object> parse(String path) {
        List<Object> keys = new ArrayList<>();
        int at = path.startsWith("$") ? 1 : 0;
        while (at < path.length()) {
            if (path.charAt(at) == '[') {
                at = bracket(path, at + 1, keys);
            } else {
                int start = path.charAt(at) == '.' ? at + 1 : at;
                at = start;
                while (at < path.length() && path.charAt(at) != '.' && path.charAt(at) != '[') {
                    at++;
                }
                if (at > start) {
                    keys.add(path.substring(start, at));
                }
            }
        }
        return keys;
    }

    private static int bracket(String path, int start, List<Object> keys) {
        if (start < path.length() && (path.charAt(start) == '\'' || path.charAt(start) == '"')) {
            char quote = path.charAt(start);
            StringBuilder name = new StringBuilder();
            int at = start + 1;
            while (at < path.length() && path.charAt(at) != quote) {
                at += path.charAt(at) == '\\' && at + 1 < path.length() ? 1 : 0;
                name.append(path.charAt(at++));
            }
            keys.add(name.toString());
            return Math.min(path.length(), at + 2);
        }
        int end = path.indexOf(']', start);
        int stop = end < 0 ? path.length() : end;
        String number = path.substring(start, stop);
        keys.add(
                number.chars().allMatch(Character::isDigit) && !number.isEmpty() && number.length() < 10
                        ? (Object) Integer.valueOf(number)
                        : number);
        return Math.min(path.length(), stop + 1);
    }

    /** Appends a JSON string. */
    static void quote(String value, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < 0x20) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
