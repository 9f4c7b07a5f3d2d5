package io.ninerouter.gateway.schema;

import java.util.regex.Pattern;

/** Which regular expressions become a grammar: those without assertions, references and named groups, and of some length. */
final class Patterns {
    private static final int MAX_LENGTH = 256;
    private static final Pattern BEYOND = Pattern.compile("\\(\\?(?!:)|\\\\[bBkpPAzZG1-9]|[*+?}]\\+");

    private Patterns() {}

    static boolean regular(String pattern) {
        return pattern.length() <= MAX_LENGTH
                && !BEYOND.matcher(pattern.replace("\\\\", "")).find();
    }
}
