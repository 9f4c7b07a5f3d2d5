package io.ninerouter.gateway.frame;

/** Where a {@link JsonScan} stands in the grammar. */
enum JsonState {
    START,
    MARK_2,
    MARK_3,
    VALUE,
    VALUE_OR_END,
    NAME,
    NAME_OR_END,
    COLON,
    AFTER_VALUE,
    STRING,
    ESCAPED,
    SCALAR,
    END;

    String expected(boolean inObject) {
        return switch (this) {
            case START, VALUE -> "a value";
            case MARK_2, MARK_3 -> "the rest of a byte order mark";
            case VALUE_OR_END -> "a value or ]";
            case NAME -> "a name in quotes";
            case NAME_OR_END -> "a name in quotes or }";
            case COLON -> "a colon";
            case AFTER_VALUE -> inObject ? "a comma or }" : "a comma or ]";
            case STRING, ESCAPED -> "the end of a string";
            case SCALAR -> "a number, true, false or null";
            case END -> "nothing more";
        };
    }

    /** The state after a byte of a byte order mark at the start of the text; the same one when it is none. */
    JsonState mark(byte b, long position) {
        return switch (this) {
            case START -> b == (byte) 0xEF && position == 0 ? MARK_2 : this;
            case MARK_2 -> b == (byte) 0xBB ? MARK_3 : this;
            case MARK_3 -> b == (byte) 0xBF ? START : this;
            default -> this;
        };
    }
}
