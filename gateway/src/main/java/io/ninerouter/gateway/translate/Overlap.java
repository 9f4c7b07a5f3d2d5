package io.ninerouter.gateway.translate;

/**
 * Removes from a text that goes on with another what repeats that other's end, or begins it again from its start. What
 * could still turn out to be a repetition is held back: at most as much as was said before. Not thread-safe.
 */
final class Overlap {
    /** Fewer characters may be alike by chance: only the whole of what was said counts then. */
    static final int LEAST = 12;

    /** How far from its end a text is looked for. */
    private static final int REACH = 2_000;

    private final CharSequence said;
    private final int spaces;
    private final StringBuilder held = new StringBuilder();
    private int[] starts;
    private int alive;
    private int repeated;
    private boolean decided;

    /**
     * Between two texts.
     *
     * @param said the first; must not change
     * @param spaces how many characters of its end whoever goes on has not seen
     */
    Overlap(CharSequence said, int spaces) {
        this.said = said;
        this.spaces = spaces;
        int from = Math.max(1, said.length() - REACH);
        starts = new int[said.length() - from + 1];
        // The first is the whole of it.
        for (int i = 1; i < starts.length; i++) {
            starts[i] = from + i - 1;
        }
        alive = said.isEmpty() ? 0 : starts.length;
        decided = said.isEmpty();
    }

    /** The next piece of the second text; gives what is new for sure. */
    String feed(String piece) {
        if (decided) {
            return piece;
        }
        for (int i = 0; i < piece.length() && alive > 0; i++) {
            narrow(held.length() + i, piece.charAt(i));
        }
        held.append(piece);
        return alive > 0 ? "" : end();
    }

    /** The second text has ended; gives what was held back and is new. */
    String end() {
        if (decided) {
            return "";
        }
        decided = true;
        starts = new int[0];
        return held.substring(repeated);
    }

    /** Keeps the places that go on with this character, and notes those that reach the end with it. */
    private void narrow(int offset, char next) {
        int kept = 0;
        for (int i = 0; i < alive; i++) {
            int start = starts[i];
            if (said.charAt(start + offset) != next) {
                continue;
            }
            if (start + offset + 1 < said.length()) {
                starts[kept++] = start;
            } else if (counts(offset + 1)) {
                repeated = offset + 1;
            }
        }
        alive = kept;
    }

    private boolean counts(int length) {
        return length >= LEAST || length == said.length() || length == spaces;
    }
}
