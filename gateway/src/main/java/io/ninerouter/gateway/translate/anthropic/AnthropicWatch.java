package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.gateway.chat.AnswerWatch;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Billing;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.frame.JsonHandler;
import io.ninerouter.gateway.frame.JsonScan;
import io.ninerouter.gateway.frame.JsonText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads along a message. Its end is {@code message_stop}. Usage comes in {@code message_start} and again, cumulative and
 * often with less in it, in {@code message_delta}: the last word on each field counts. Events of content blocks are not
 * read.
 */
public final class AnthropicWatch implements AnswerWatch {
    private static final byte[] PING =
            "event: ping\ndata: {\"type\": \"ping\"}\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    private static final int MAX_CAPTURE = 8 << 10;

    private final JsonScan scan = new JsonScan(new Reader(), MAX_CAPTURE);
    private final JsonFields counts = new JsonFields();
    private boolean unary;
    private boolean meaningful;
    private boolean finished;
    private @Nullable ApiError error;
    private @Nullable String type;

    /** A watch for one answer. */
    public AnthropicWatch() {}

    @Override
    public void event(String name, byte[] data, int from, int to) {
        if (from == to) {
            return;
        }
        if (meaningful && carriesContent(name)) {
            return;
        }
        type = null;
        scan.whole(data, from, to);
        String kind = type != null ? type : name;
        finished |= kind.equals("message_stop");
        meaningful |= carriesContent(kind);
    }

    /** A block that opens is the sign that the model works, long before its first text when it thinks out of sight. */
    private static boolean carriesContent(String name) {
        return name.equals("content_block_delta")
                || name.equals("content_block_start")
                || name.equals("content_block_stop");
    }

    @Override
    public void body(byte[] data, int from, int to) {
        unary = true;
        scan.feed(data, from, to);
        if (scan.ended()) {
            finished = true;
            meaningful |= error == null;
        }
    }

    @Override
    public @Nullable Usage usage() {
        return !counts.hasAny("input_tokens", "output_tokens")
                ? null
                : Usage.ofParts(
                                counts.count("input_tokens"),
                                counts.count("cache_read_input_tokens"),
                                counts.count("cache_creation_input_tokens"),
                                counts.count("output_tokens"),
                                counts.count("output_tokens_details.thinking_tokens"))
                        .writtenForAnHour(counts.count("cache_creation.ephemeral_1h_input_tokens"))
                        .with(Billing.NONE
                                .withSearches(counts.count("server_tool_use.web_search_requests"))
                                .served(counts.text("service_tier"))
                                .served(counts.text("speed"))
                                .served(counts.text("inference_geo")));
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
        return unary ? NOTHING : AnthropicErrors.event(failure, requestId);
    }

    @Override
    public byte[] ping() {
        return unary ? NOTHING : PING;
    }

    /** Walks through an event or a message. */
    private final class Reader implements JsonHandler {
        private String outer = "";
        private String field = "";

        @Override
        public JsonHandler.Want member(int depth, long position, byte[] data, int from, int to) {
            field = JsonText.unescape(data, from, to);
            if (depth == 1) {
                outer = field;
            }
            return switch (field) {
                case "message", "delta" -> depth == 1 ? JsonHandler.Want.ENTER : JsonHandler.Want.SKIP;
                case "usage" -> JsonHandler.Want.CAPTURE;
                case "stop_reason" -> JsonHandler.Want.CAPTURE;
                case "type", "error" -> depth == 1 ? JsonHandler.Want.CAPTURE : content();
                case "content" -> unary && !meaningful ? JsonHandler.Want.ENTER_ELEMENTS : JsonHandler.Want.SKIP;
                default -> content();
            };
        }

        private JsonHandler.Want content() {
            meaningful |= unary && outer.equals("content");
            return JsonHandler.Want.SKIP;
        }

        @Override
        public void value(int depth, byte[] data, int from, int to) {
            if (data[from] == 'n') {
                return;
            }
            switch (field) {
                case "usage" -> counts.merge(data, from, to);
                case "error" -> error = AnthropicErrors.read(data, from, to);
                case "type" -> type = JsonText.string(data, from, to);
                default -> meaningful = true;
            }
        }
    }
}
