package io.ninerouter.operator.credential;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What a person pasted: the address that the browser ended on, or {@code code#state} as Anthropic's page shows it. */
final class PastedText {
    private PastedText() {}

    static Vendor.Pasted read(String text, String state, boolean mayLackState) {
        Map<String, String> found = parameters(text);
        String error = found.get("error");
        if (error != null) {
            return new Vendor.Pasted.Useless(
                    error.equals("access_denied"),
                    "the vendor says " + (error.matches("[A-Za-z0-9_.-]{1,64}") ? error : "that it failed"));
        }
        String code = found.getOrDefault("code", "");
        String given = found.get("state");
        if (code.isEmpty()) {
            return new Vendor.Pasted.Useless(
                    false, "it holds no code (expected: the whole address that the browser ended on)");
        }
        if (given == null && !mayLackState) {
            return new Vendor.Pasted.Useless(
                    false, "it holds no state (expected: the whole address that the browser ended on)");
        }
        if (given != null && !Pkce.same(given, state)) {
            return new Vendor.Pasted.Useless(
                    false, "its state is another one (expected: what came of the address that is shown now)");
        }
        return new Vendor.Pasted.Code(code);
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> found = new HashMap<>();
        int hash = text.indexOf('#');
        String front = hash < 0 ? text : text.substring(0, hash);
        String fragment = hash < 0 ? "" : text.substring(hash + 1);
        if (front.contains("code=") || front.contains("error=") || text.contains("://")) {
            add(found, front.substring(front.indexOf('?') + 1));
            add(found, fragment);
        } else {
            found.put("code", front);
            if (!fragment.isEmpty()) {
                found.put("state", fragment);
            }
        }
        return found;
    }

    private static void add(Map<String, String> found, String query) {
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                found.putIfAbsent(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
            }
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8).strip();
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
