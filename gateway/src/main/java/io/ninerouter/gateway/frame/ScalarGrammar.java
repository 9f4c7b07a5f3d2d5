package io.ninerouter.gateway.frame;

/**
 * The grammar of JSON numbers and of {@code true}, {@code false}, {@code null}, one byte at a time. A state is a small
 * integer; {@link #DEAD} means that no scalar begins so.
 */
final class ScalarGrammar {
    static final int DEAD = -1;

    private static final int MINUS = 1;
    private static final int ZERO = 2;
    private static final int INTEGER = 3;
    private static final int POINT = 4;
    private static final int FRACTION = 5;
    private static final int EXPONENT = 6;
    private static final int EXPONENT_SIGN = 7;
    private static final int EXPONENT_DIGITS = 8;
    private static final int LITERALS = 16;
    private static final String[] WORDS = {"true", "false", "null"};

    private ScalarGrammar() {}

    /** The state after the first byte. */
    static int start(byte first) {
        return switch (first) {
            case '-' -> MINUS;
            case '0' -> ZERO;
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> INTEGER;
            case 't' -> literal(0, 1);
            case 'f' -> literal(1, 1);
            case 'n' -> literal(2, 1);
            default -> DEAD;
        };
    }

    /** The state after one more byte. */
    static int next(int state, byte b) {
        if (state >= LITERALS) {
            String word = WORDS[(state - LITERALS) >>> 3];
            int at = (state - LITERALS) & 7;
            return at < word.length() && word.charAt(at) == b ? state + 1 : DEAD;
        }
        if (b >= '0' && b <= '9') {
            return digit(state, b);
        }
        return switch (b) {
            case '.' -> state == ZERO || state == INTEGER ? POINT : DEAD;
            case 'e', 'E' -> state == ZERO || state == INTEGER || state == FRACTION ? EXPONENT : DEAD;
            case '+', '-' -> state == EXPONENT ? EXPONENT_SIGN : DEAD;
            default -> DEAD;
        };
    }

    /** Whether a scalar may end in this state. */
    static boolean complete(int state) {
        if (state >= LITERALS) {
            return ((state - LITERALS) & 7) == WORDS[(state - LITERALS) >>> 3].length();
        }
        return state == ZERO || state == INTEGER || state == FRACTION || state == EXPONENT_DIGITS;
    }

    private static int digit(int state, byte b) {
        return switch (state) {
            case MINUS -> b == '0' ? ZERO : INTEGER;
            case INTEGER -> INTEGER;
            case POINT, FRACTION -> FRACTION;
            case EXPONENT, EXPONENT_SIGN, EXPONENT_DIGITS -> EXPONENT_DIGITS;
            default -> DEAD;
        };
    }

    private static int literal(int word, int at) {
        return LITERALS + (word << 3) + at;
    }
}
