package io.ninerouter.gateway.json;

/** Scans the inside of JSON strings, on bytes that a parser has accepted or will. */
final class JsonText {
    private JsonText() {}

    /**
     * Position of the quote that ends the string whose content starts at {@code start}.
     *
     * @throws BadJsonException when there is none
     */
    static int closingQuote(byte[] data, int start) {
        for (int i = start; i < data.length; i++) {
            byte b = data[i];
            if (b == '"') {
                return i;
            }
            if (b == '\\') {
                i++;
            }
        }
        throw new BadJsonException("JSON: ends within a string (expected: its closing quote)");
    }

    /** Whether there is a backslash in bytes {@code from} to {@code to}. */
    static boolean hasEscape(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            if (data[i] == '\\') {
                return true;
            }
        }
        return false;
    }
}
