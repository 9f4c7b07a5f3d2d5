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

    private JsonParsers() {}

    /** A parser of bytes {@code from} to {@code to}. */
    static JsonParser open(byte[] data, int from, int to) {
        return FACTORY.createParser(ObjectReadContext.empty(), data, from, to - from);
    }

    /** What the parser found, without its own message, which may quote content. */
    static BadJsonException unreadable(JacksonException e) {
        long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
        return new BadJsonException("JSON: not readable at byte " + at + " (expected: valid JSON)");
    }
}
