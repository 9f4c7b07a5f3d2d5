package io.ninerouter.gateway.translate.bedrock;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names of the documents of a request: each is unlike all others, and of characters that the service takes. Not thread-safe. */
final class DocumentNames {
    private static final int LONGEST = 190;

    private final Set<String> taken = new HashSet<>();

    /** The name as far as it can be said: letters, digits, single blanks, hyphens and brackets; empty when nothing is left. */
    static String plain(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9\\s()\\[\\]-]", "-")
                .replaceAll("\\s+", " ")
                .strip();
        return plain.substring(0, Math.min(plain.length(), LONGEST));
    }

    /**
     * The name of the next document.
     *
     * @param told null = it has none
     */
    String next(@Nullable String told) {
        String plain = told == null ? "" : plain(told);
        String base = plain.isEmpty() ? "document" : plain;
        String name = base;
        for (int i = 2; !taken.add(name); i++) {
            name = base + " (" + i + ")";
        }
        return name;
    }
}
