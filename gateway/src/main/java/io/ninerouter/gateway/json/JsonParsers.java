package io.ninerouter.gateway.json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/** How the parser is set up. */
final class JsonParsers {
    // The thread-local pool fits event loops: no contention, and parsers are closed by the thread that opened them.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JsonReader.MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();

    /** Bytes by which the parser tells encodings apart. */
    private static final int LOOKED_AT = 4;

    private JsonParsers() {}

    /**
     * A parser of bytes {@code from} to {@code to}.
     *
     * @throws BadJsonException when they begin as no UTF-8 does (RFC 8259, 8.1)
     */
    static JsonParser open(byte[] data, int from, int to) {
        requireUtf8(data, from, to);
        return FACTORY.createParser(ObjectReadContext.empty(), data, from, to - from);
    }

    /** Where a zero or a mark of another encoding stands at the beginning the parser would guess at one, and tell no places. */
    private static void requireUtf8(byte[] data, int from, int to) {
        for (int at = from; at < to && at < from + LOOKED_AT; at++) {
            if (data[at] == 0 || data[at] == (byte) 0xFE || data[at] == (byte) 0xFF) {
                throw new BadJsonException("JSON: not readable at byte " + (at - from) + " (expected: UTF-8)");
            }
        }
    }

    /** What the parser found, without its own message, which may quote content. */
    static BadJsonException unreadable(JacksonException e) {
        long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
        return new BadJsonException("JSON: not readable at byte " + at + " (expected: valid JSON)");
    }
}
