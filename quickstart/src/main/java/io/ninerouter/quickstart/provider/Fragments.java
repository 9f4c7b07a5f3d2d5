package io.ninerouter.quickstart.provider;

import java.util.ArrayList;
import java.util.List;

/** The arguments of a tool call, cut as providers cut them: without regard to the JSON in them. */
final class Fragments {
    private static final int CHARACTERS = 12;

    private Fragments() {}

    /** Pieces that put together are the text; none splits a code point. At least one. */
    static List<String> of(String text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (text.length() - from > CHARACTERS) {
            int to = Character.isHighSurrogate(text.charAt(from + CHARACTERS - 1))
                    ? from + CHARACTERS + 1
                    : from + CHARACTERS;
            pieces.add(text.substring(from, to));
            from = to;
        }
        pieces.add(text.substring(from));
        return pieces;
    }
}
