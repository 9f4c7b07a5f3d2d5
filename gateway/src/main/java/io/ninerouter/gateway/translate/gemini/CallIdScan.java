package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.frame.ByteSink;
import io.ninerouter.gateway.frame.JsonHandler;
import io.ninerouter.gateway.frame.JsonScan;
import io.ninerouter.gateway.frame.JsonText;
import io.ninerouter.gateway.frame.RequestFacts.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the {@code id}s of a request's function calls and results, for endpoints that refuse them: what to leave out of the
 * body so that it stays JSON, commas included. Builds nothing. One instance a request; not thread-safe.
 */
public final class CallIdScan implements ByteSink {
    private static final int MAX_NAME = 1 << 10;
    private static final int CALL = 4;
    private static final int NONE = -1;

    private final JsonScan scan = new JsonScan(new Reader(), MAX_NAME);
    private final List<Range> ranges = new ArrayList<>();

    @Override
    public void feed(byte[] data, int from, int to) {
        scan.feed(data, from, to);
    }

    /** Bytes of the body to leave out, in order. */
    public List<Range> ranges() {
        return List.copyOf(ranges);
    }

    private final class Reader implements JsonHandler {
        /** Where the id stands whose end, the next member's beginning, has not come. */
        private int pending = NONE;
        /** Where the last member of the call ended that stays. */
        private int kept = NONE;

        @Override
        public Want member(int depth, long position, byte[] data, int from, int to) {
            return switch (depth) {
                case 1 -> JsonText.same("contents", data, from, to) ? Want.ENTER_ELEMENTS : Want.SKIP;
                case 2 -> JsonText.same("parts", data, from, to) ? Want.ENTER_ELEMENTS : Want.SKIP;
                case 3 -> {
                    pending = NONE;
                    kept = NONE;
                    yield calls(data, from, to) ? Want.ENTER : Want.SKIP;
                }
                default -> {
                    boolean id = JsonText.same("id", data, from, to);
                    if (id && pending == NONE) {
                        pending = (int) position;
                    } else if (!id && pending != NONE) {
                        ranges.add(new Range(pending, (int) position));
                        pending = NONE;
                    }
                    yield Want.SKIP;
                }
            };
        }

        private static boolean calls(byte[] data, int from, int to) {
            return JsonText.same("functionCall", data, from, to)
                    || JsonText.same("functionResponse", data, from, to)
                    || JsonText.same("function_call", data, from, to)
                    || JsonText.same("function_response", data, from, to);
        }

        @Override
        public void end(int depth, long from, long to) {
            if (depth == CALL && pending == NONE) {
                kept = (int) to;
            } else if (depth == CALL - 1 && pending != NONE) {
                // The last member: what goes with it is the comma before, not one behind.
                ranges.add(new Range(kept == NONE ? pending : kept, (int) to - 1));
                pending = NONE;
            }
        }
    }
}
