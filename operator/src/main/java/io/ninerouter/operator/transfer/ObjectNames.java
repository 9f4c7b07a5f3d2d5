package io.ninerouter.operator.transfer;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names for objects, out of names that people gave: DNS labels, each used once for its kind. Not thread-safe. */
final class ObjectNames {
    private static final int LONGEST = 50;

    private final Set<String> used = new HashSet<>();

    /**
     * A name that no object of the kind has yet.
     *
     * @param wish any text
     * @param otherwise where nothing of the wish can stand in a name
     */
    String take(String kind, String wish, String otherwise) {
        String base = label(wish);
        base = base.isEmpty() ? label(otherwise) : base;
        base = base.isEmpty() ? kind.toLowerCase(Locale.ROOT) : base;
        String name = base;
        for (int i = 2; !used.add(kind + '/' + name); i++) {
            name = base + '-' + i;
        }
        return name;
    }

    /** Lower-case letters, digits and single dashes, from a letter or digit to one; empty when none is left. */
    static String label(String text) {
        String label =
                text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+", "");
        label = label.substring(0, Math.min(LONGEST, label.length()));
        return label.replaceAll("-+$", "");
    }
}
