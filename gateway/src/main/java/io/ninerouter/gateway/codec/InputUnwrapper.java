package io.ninerouter.gateway.codec;

/**
 * Takes the one string out of {@code {"input": "…"}} while it arrives in pieces. What does not look like that comes out as it
 * went in, at the end. Not thread-safe.
 */
final class InputUnwrapper {
    private enum State {
        BEFORE,
        WITHIN,
        ESCAPE,
        UNICODE,
        AFTER
    }

    private final String argument;
    private final StringBuilder seen = new StringBuilder();
    private State state = State.BEFORE;
    private int code;
    private int digits;

    InputUnwrapper(String argument) {
        this.argument = argument;
    }

    /** The text that has become known by this piece; may be empty. */
    String feed(String piece) {
        if (state == State.BEFORE) {
            seen.append(piece);
            int start = valueStart();
            if (start < 0) {
                return "";
            }
            state = State.WITHIN;
            String rest = seen.substring(start);
            seen.setLength(0);
            return decode(rest);
        }
        return decode(piece);
    }

    /** What is left when the call is complete: everything, if the string never came. */
    String end() {
        return state == State.BEFORE ? seen.toString() : "";
    }

    /** Where the string's content starts; negative when it has not begun. */
    private int valueStart() {
        int at = blanks(0);
        if (!startsWith(at, "{")) {
            return -1;
        }
        at = blanks(at + 1);
        String name = '"' + argument + '"';
        if (!startsWith(at, name)) {
            return -1;
        }
        at = blanks(at + name.length());
        if (!startsWith(at, ":")) {
            return -1;
        }
        at = blanks(at + 1);
        return startsWith(at, "\"") ? at + 1 : -1;
    }

    private boolean startsWith(int at, String text) {
        return seen.length() >= at + text.length()
                && seen.substring(at, at + text.length()).equals(text);
    }

    private int blanks(int from) {
        int at = from;
        while (at < seen.length() && Character.isWhitespace(seen.charAt(at))) {
            at++;
        }
        return at;
    }

    private String decode(String piece) {
        StringBuilder text = new StringBuilder(piece.length());
        for (int i = 0; i < piece.length() && state != State.AFTER; i++) {
            char c = piece.charAt(i);
            switch (state) {
                case WITHIN -> within(c, text);
                case ESCAPE -> escaped(c, text);
                case UNICODE -> {
                    code = code << 4 | Math.max(0, Character.digit(c, 16));
                    if (++digits == 4) {
                        text.append((char) code);
                        state = State.WITHIN;
                    }
                }
                case BEFORE, AFTER -> throw new IllegalStateException("state: " + state + " (expected: in the string)");
            }
        }
        return text.toString();
    }

    private void within(char c, StringBuilder text) {
        switch (c) {
            case '"' -> state = State.AFTER;
            case '\\' -> state = State.ESCAPE;
            default -> text.append(c);
        }
    }

    private void escaped(char c, StringBuilder text) {
        state = State.WITHIN;
        switch (c) {
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'u' -> {
                state = State.UNICODE;
                code = 0;
                digits = 0;
            }
            default -> text.append(c);
        }
    }
}
