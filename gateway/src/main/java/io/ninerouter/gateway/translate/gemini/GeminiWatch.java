package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.chat.AnswerWatch;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.frame.JsonScan;
import io.ninerouter.gateway.frame.JsonText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads along generated content: events, an array of chunks, or one object. The end of a stream is a {@code finishReason}
 * (a number under {@code enum-encoding=int}) or a {@code blockReason}. Usage comes in every chunk, the last word on each
 * field counts; tokens of tool results that the provider fetched itself are input too.
 */
public final class GeminiWatch implements AnswerWatch {
    private static final byte[] PING = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BLANK = "\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    private static final int MAX_CAPTURE = 8 << 10;

    private final JsonScan scan = new JsonScan(new Reader(), MAX_CAPTURE);
    private final JsonFields counts = new JsonFields();
    private final boolean events;
    private boolean elements;
    private boolean meaningful;
    private boolean finished;
    private @Nullable ApiError error;

    /**
     * A watch for one answer.
     *
     * @param events whether it comes as events, not as JSON text
     */
    public GeminiWatch(boolean events) {
        this.events = events;
    }

    @Override
    public void event(String name, byte[] data, int from, int to) {
        if (from < to) {
            scan.whole(data, from, to);
        }
    }

    @Override
    public void body(byte[] data, int from, int to) {
        scan.feed(data, from, to);
        if (scan.ended() && scan.root() != JsonScan.Root.ARRAY) {
            finished = true;
            meaningful |= error == null;
        }
    }

    @Override
    public @Nullable Usage usage() {
        return usage(counts);
    }

    /** Tokens as {@code usageMetadata} tells them; null when it tells none. */
    static @Nullable Usage usage(JsonFields counts) {
        if (counts.isEmpty()) {
            return null;
        }
        long thoughts = counts.count("thoughtsTokenCount");
        return Usage.ofTotals(
                counts.count("promptTokenCount") + counts.count("toolUsePromptTokenCount"),
                counts.count("cachedContentTokenCount"),
                0,
                counts.count("candidatesTokenCount") + thoughts,
                thoughts);
    }

    @Override
    public boolean meaningful() {
        return meaningful;
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public @Nullable ApiError error() {
        return error;
    }

    @Override
    public byte[] failure(ApiError failure, @Nullable String requestId) {
        String json = GeminiErrors.json(failure);
        if (events) {
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
        if (events) {
            return PING;
        }
        boolean between = scan.position() == 0 || (scan.root() == JsonScan.Root.ARRAY && scan.betweenElements());
        return between ? BLANK : NOTHING;
    }

    /** Walks through a chunk, an array of chunks or an answer. */
    private final class Reader implements JsonScan.Handler {
        private String field = "";

        @Override
        public JsonScan.Want member(int depth, long position, byte[] data, int from, int to) {
            elements = true;
            field = JsonText.unescape(data, from, to);
            return switch (depth) {
                case 1 -> outer();
                case 2 -> inner();
                case 3 -> field.equals("parts") ? JsonScan.Want.ENTER_ELEMENTS : JsonScan.Want.SKIP;
                default -> part();
            };
        }

        private JsonScan.Want outer() {
            return switch (field) {
                case "usageMetadata", "error" -> JsonScan.Want.CAPTURE;
                case "candidates" -> JsonScan.Want.ENTER_ELEMENTS;
                case "promptFeedback" -> JsonScan.Want.ENTER;
                default -> JsonScan.Want.SKIP;
            };
        }

        private JsonScan.Want inner() {
            return switch (field) {
                case "finishReason", "blockReason" -> JsonScan.Want.CAPTURE;
                case "content" -> meaningful ? JsonScan.Want.SKIP : JsonScan.Want.ENTER;
                default -> JsonScan.Want.SKIP;
            };
        }

        /** An empty text, alone or with a signature, says nothing yet. */
        private JsonScan.Want part() {
            return switch (field) {
                case "thought", "thoughtSignature", "partMetadata" -> JsonScan.Want.SKIP;
                default -> JsonScan.Want.CAPTURE;
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
                    finished = true;
                }
                default -> meaningful |= to - from > 2;
            }
        }

        @Override
        public void end(int depth, long from, long to) {
            meaningful |= depth == 4 && to - from > MAX_CAPTURE;
        }
    }
}
