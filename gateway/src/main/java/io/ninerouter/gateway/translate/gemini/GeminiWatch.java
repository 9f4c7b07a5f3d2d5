package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.chat.AnswerWatch;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.frame.JsonHandler;
import io.ninerouter.gateway.frame.JsonScan;
import io.ninerouter.gateway.frame.JsonText;
import io.ninerouter.gateway.frame.MalformedFrameException;
import io.ninerouter.gateway.json.Utf8;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads along generated content: events, an array of chunks, or one object. The end of a stream is a {@code finishReason}
 * (a number under {@code enum-encoding=int}) or a {@code blockReason}. Usage comes in every chunk, the last word on each
 * field counts; tokens of tool results that the provider fetched itself are input too.
 */
public final class GeminiWatch implements AnswerWatch {
    private static final byte[] BLANK = "\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    private static final int MAX_CAPTURE = 8 << 10;

    private final JsonScan scan = new JsonScan(new Reader(), MAX_CAPTURE);
    private final JsonFields counts = new JsonFields();
    private final Searches searches = new Searches();
    private final Shape shape;
    private boolean elements;
    private boolean meaningful;
    private boolean finished;
    private @Nullable ApiError error;

    /**
     * A watch for one answer.
     *
     * @param shape how it comes
     */
    public GeminiWatch(Shape shape) {
        this.shape = shape;
    }

    @Override
    public void event(String name, byte[] data, int from, int to) {
        boolean before = finished;
        try {
            if (from < to) {
                scan.whole(data, from, to);
            }
        } catch (MalformedFrameException e) {
            // Half an event may have said that it is the last one.
            finished = before;
            throw e;
        }
    }

    @Override
    public void body(byte[] data, int from, int to) {
        scan.feed(data, from, to);
        if (scan.ended() && shape == Shape.OBJECT) {
            finished = true;
            meaningful |= error == null;
        }
    }

    @Override
    public @Nullable Usage usage() {
        return usage(counts, searches);
    }

    /** Tokens as {@code usageMetadata} tells them, and searches; null when it tells no tokens. */
    static @Nullable Usage usage(JsonFields counts, Searches searches) {
        if (!counts.hasAny("promptTokenCount", "candidatesTokenCount", "thoughtsTokenCount")) {
            return null;
        }
        long thoughts = counts.count("thoughtsTokenCount");
        Usage tokens = Usage.ofTotals(
                counts.count("promptTokenCount") + counts.count("toolUsePromptTokenCount"),
                counts.count("cachedContentTokenCount"),
                0,
                counts.count("candidatesTokenCount") + thoughts,
                thoughts);
        return tokens.with(GeminiBilling.of(counts).withSearches(searches.number(counts)));
    }

    @Override
    public boolean meaningful() {
        return meaningful;
    }

    @Override
    public boolean finished() {
        return finished;
    }

    /** There is no event that is the last: chunks may follow a {@code finishReason}. */
    @Override
    public boolean concluded() {
        return error != null;
    }

    @Override
    public @Nullable ApiError error() {
        return error;
    }

    @Override
    public byte[] failure(ApiError failure, @Nullable String requestId) {
        if (shape == Shape.OBJECT) {
            return NOTHING;
        }
        String json = GeminiErrors.json(failure);
        if (shape == Shape.EVENTS) {
            return ("data: " + json + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        }
        if (scan.position() == 0) {
            return ("[" + json + "\n]").getBytes(StandardCharsets.UTF_8);
        }
        // Within an element no bytes can make the array whole again.
        boolean open = scan.root() == JsonScan.Root.ARRAY && scan.betweenElements();
        return open ? ((elements ? ",\r\n" : "") + json + "\n]").getBytes(StandardCharsets.UTF_8) : NOTHING;
    }

    @Override
    public byte[] ping() {
        if (shape == Shape.EVENTS) {
            // An empty line ends no event. A comment would be right too, but Google's JavaScript client stops reading
            // at one.
            return BLANK;
        }
        if (shape == Shape.OBJECT) {
            return NOTHING;
        }
        boolean between = scan.position() == 0 || (scan.root() == JsonScan.Root.ARRAY && scan.betweenElements());
        return between ? BLANK : NOTHING;
    }

    /** How an answer comes. */
    public enum Shape {
        /** One JSON object. */
        OBJECT,
        /** A JSON array, one element a chunk. */
        ARRAY,
        /** Server-sent events. */
        EVENTS
    }

    /** Walks through a chunk, an array of chunks or an answer. */
    private final class Reader implements JsonHandler {
        private String field = "";
        /** Whether it is in the grounding of a candidate, else in its content. */
        private boolean grounding;

        @Override
        public JsonHandler.Want member(int depth, long position, byte[] data, int from, int to) {
            elements = true;
            field = JsonText.unescape(data, from, to);
            return switch (depth) {
                case 1 -> outer();
                case 2 -> inner();
                case 3 -> grounding ? searched() : content();
                default -> part();
            };
        }

        private JsonHandler.Want outer() {
            return switch (field) {
                case "usageMetadata", "error" -> JsonHandler.Want.CAPTURE;
                case "candidates" -> JsonHandler.Want.ENTER_ELEMENTS;
                case "promptFeedback" -> JsonHandler.Want.ENTER;
                default -> JsonHandler.Want.SKIP;
            };
        }

        private JsonHandler.Want inner() {
            return switch (field) {
                case "finishReason", "blockReason" -> JsonHandler.Want.CAPTURE;
                case "content" -> {
                    grounding = false;
                    yield meaningful ? JsonHandler.Want.SKIP : JsonHandler.Want.ENTER;
                }
                case "groundingMetadata" -> {
                    grounding = true;
                    yield JsonHandler.Want.ENTER;
                }
                default -> JsonHandler.Want.SKIP;
            };
        }

        private JsonHandler.Want content() {
            return field.equals("parts") ? JsonHandler.Want.ENTER_ELEMENTS : JsonHandler.Want.SKIP;
        }

        private JsonHandler.Want searched() {
            return field.equals("webSearchQueries") ? JsonHandler.Want.CAPTURE : JsonHandler.Want.SKIP;
        }

        /** An empty text, alone or with a signature, says nothing yet. */
        private JsonHandler.Want part() {
            return switch (field) {
                case "thought", "thoughtSignature", "partMetadata" -> JsonHandler.Want.SKIP;
                default -> JsonHandler.Want.CAPTURE;
            };
        }

        @Override
        public void value(int depth, byte[] data, int from, int to) {
            if (data[from] == 'n') {
                return;
            }
            switch (depth) {
                case 1 -> {
                    if (field.equals("error")) {
                        error = GeminiErrors.read(data, from, to);
                    } else {
                        counts.merge(data, from, to);
                    }
                }
                case 2 -> {
                    meaningful = true;
                    finished |= shape != Shape.OBJECT;
                }
                case 3 -> searches.queries(Utf8.slice(data, from, to));
                default -> meaningful |= to - from > 2;
            }
        }

        @Override
        public void end(int depth, long from, long to) {
            meaningful |= depth == 4 && to - from > MAX_CAPTURE;
        }
    }
}
