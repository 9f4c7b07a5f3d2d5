package io.ninerouter.gateway.translate.openai;

/** Follows JSON that arrives in pieces, to tell when its one object is complete. */
final class JsonBalance {
    private int depth;
    private boolean begun;
    private boolean quoted;
    private boolean escaped;

    /** The next piece. */
    void add(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if (escaped) {
                escaped = false;
            } else if (quoted) {
                escaped = c == '\\';
                quoted = c != '"';
            } else {
                switch (c) {
                    case '"' -> quoted = true;
                    case '{', '[' -> {
                        depth++;
                        begun = true;
                    }
                    case '}', ']' -> depth--;
                    default -> {
                        // Nothing that opens or closes.
                    }
                }
            }
        }
    }

    /** Whether all that was opened is closed, and anything was. */
    boolean complete() {
        return begun && depth <= 0 && !quoted;
    }
}
