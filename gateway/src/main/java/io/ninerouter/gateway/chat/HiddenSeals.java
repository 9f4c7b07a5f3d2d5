package io.ninerouter.gateway.chat;

import java.util.Set;

/**
 * Which seals of a history a target is not shown. Immutable.
 *
 * @param others whether those that are not named are hidden; otherwise those that are
 * @param named digests of seals, see {@link #digest}
 */
public record HiddenSeals(boolean others, Set<Long> named) {
    /** It is shown all. */
    public static final HiddenSeals NONE = new HiddenSeals(false, Set.of());

    /** It is shown none. */
    public static final HiddenSeals ALL = new HiddenSeals(true, Set.of());

    public HiddenSeals {
        named = Set.copyOf(named);
    }

    /** Whether it is certain that nothing is hidden. */
    public boolean isNone() {
        return !others && named.isEmpty();
    }

    /** Whether a seal with this text is hidden. */
    public boolean hides(String data) {
        return !isNone() && others != named.contains(digest(data));
    }

    /** What stands for the text of a seal, which is long and looks like chance. */
    public static long digest(String data) {
        return ((long) data.hashCode() << Integer.SIZE) + data.length();
    }
}
