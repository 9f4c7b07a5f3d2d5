package io.ninerouter.gateway.translate.gemini;

import java.util.Locale;

/** Names of members: protocol buffers as JSON may be written {@code inlineData} or {@code inline_data}. */
final class GeminiNames {
    private GeminiNames() {}

    /** The name in camel case; a leading underscore stays. */
    static String camel(String name) {
        int underscore = name.indexOf('_', 1);
        if (underscore < 0) {
            return name;
        }
        StringBuilder camel = new StringBuilder(name.length());
        camel.append(name, 0, underscore);
        for (int i = underscore; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean joins = c == '_' && i + 1 < name.length();
            camel.append(joins ? Character.toUpperCase(name.charAt(++i)) : c);
        }
        return camel.toString();
    }

    /** A word of an enumeration in upper case; numbers, as {@code enum-encoding=int} has them, by their place. */
    static String word(String scalar, String... byNumber) {
        if (scalar.isEmpty() || scalar.length() > 2 || !Character.isDigit(scalar.charAt(0))) {
            return scalar.toUpperCase(Locale.ROOT);
        }
        int number;
        try {
            number = Integer.parseInt(scalar);
        } catch (NumberFormatException e) {
            return scalar;
        }
        return number < byNumber.length ? byNumber[number] : scalar;
    }
}
