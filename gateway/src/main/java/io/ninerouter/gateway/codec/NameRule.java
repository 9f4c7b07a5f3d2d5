package io.ninerouter.gateway.codec;

import java.util.Locale;

/**
 * Which names a provider accepts: ASCII letters, digits and a few other characters.
 *
 * @param others further characters that are allowed, such as {@code _-}
 * @param maxLength longest name; at least 16
 * @param letterFirst whether the first character has to be a letter or underscore
 */
public record NameRule(String others, int maxLength, boolean letterFirst) {

    public NameRule {
        if (maxLength < 16) {
            throw new IllegalArgumentException("maxLength: " + maxLength + " (expected: >= 16)");
        }
    }

    /** Whether the name is accepted as it is. */
    public boolean accepts(String name) {
        if (name.isEmpty() || name.length() > maxLength || (letterFirst && !starts(name.charAt(0)))) {
            return false;
        }
        return name.chars().allMatch(this::allowed);
    }

    /**
     * An acceptable name, the same for the same input (prompt caches depend on it): what is not allowed becomes {@code _};
     * what is too long is cut and told apart by a digest.
     */
    public String repair(String name) {
        if (accepts(name)) {
            return name;
        }
        StringBuilder repaired = new StringBuilder(name.length() + 1);
        name.chars().forEach(c -> repaired.append(allowed(c) ? (char) c : '_'));
        if (repaired.isEmpty() || (letterFirst && !starts(repaired.charAt(0)))) {
            repaired.insert(0, '_');
        }
        if (repaired.length() > maxLength) {
            String digest = String.format(Locale.ROOT, "_%08x", name.hashCode());
            repaired.setLength(maxLength - digest.length());
            repaired.append(digest);
        }
        return repaired.toString();
    }

    private static boolean starts(char c) {
        return letter(c) || c == '_';
    }

    private boolean allowed(int c) {
        return letter(c) || (c >= '0' && c <= '9') || others.indexOf(c) >= 0;
    }

    private static boolean letter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
