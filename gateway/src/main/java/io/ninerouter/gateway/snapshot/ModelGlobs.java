package io.ninerouter.gateway.snapshot;

import java.util.List;

/**
 * Globs over model strings: {@code *} stands for any characters (slashes too), {@code ?} for one; case counts. An empty
 * list allows everything.
 *
 * @param patterns the globs
 */
public record ModelGlobs(List<String> patterns) {
    /** Allows everything. */
    public static final ModelGlobs ALL = new ModelGlobs(List.of());

    public ModelGlobs {
        patterns = List.copyOf(patterns);
    }

    /** Whether every model string is allowed. */
    public boolean all() {
        return patterns.isEmpty();
    }

    /** Whether a model string is allowed. */
    public boolean allow(String model) {
        if (patterns.isEmpty()) {
            return true;
        }
        for (String pattern : patterns) {
            if (matches(pattern, model)) {
                return true;
            }
        }
        return false;
    }

    /** Time is bounded by pattern length × text length: only the last star is ever gone back to. */
    static boolean matches(String pattern, String text) {
        int p = 0;
        int star = -1;
        int resume = 0;
        for (int t = 0; t < text.length(); ) {
            char wanted = p < pattern.length() ? pattern.charAt(p) : 0;
            if (p < pattern.length() && wanted == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && (wanted == '?' || wanted == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
