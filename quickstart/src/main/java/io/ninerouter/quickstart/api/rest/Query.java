package io.ninerouter.quickstart.api.rest;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters after the question mark; of a repeated one the first counts. Immutable. */
final class Query {

    private final Map<String, String> values = new HashMap<>();

    Query(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return;
        }
        for (String part : raw.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            String value = equals < 0 ? "" : part.substring(equals + 1);
            values.putIfAbsent(decoded(name), decoded(value));
        }
    }

    /** The value, empty when it is not given. */
    String text(String name) {
        return values.getOrDefault(name, "");
    }

    boolean flag(String name) {
        String value = text(name);
        return value.equals("true") || value.equals("1");
    }

    /** The value as a number; {@code otherwise} when it is not given or none. */
    long number(String name, long otherwise) {
        String value = text(name);
        return value.matches("\\d{1,18}") ? Long.parseLong(value) : otherwise;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
