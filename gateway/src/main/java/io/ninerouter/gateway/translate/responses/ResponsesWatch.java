package io.ninerouter.gateway.translate.responses;

import io.ninerouter.gateway.chat.AnswerWatch;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.frame.JsonHandler;
import io.ninerouter.gateway.frame.JsonScan;
import io.ninerouter.gateway.frame.JsonText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads along a response. Its end is {@code response.completed}, {@code .incomplete}, {@code .failed} or
 * {@code .cancelled}. Events are known by their name, or by {@code type} where a provider sends no names (OpenRouter); of those
 * that only carry content none but the first is read.
 */
public final class ResponsesWatch implements AnswerWatch {
    private static final byte[] PING = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};
    private static final int MAX_CAPTURE = 8 << 10;

    private final JsonScan scan = new JsonScan(new Reader(), MAX_CAPTURE);
    private final JsonFields response = new JsonFields();
    private boolean unary;
    private long events;
    private boolean meaningful;
    private boolean finished;
    private @Nullable Usage usage;
    private @Nullable String tier;
    private @Nullable JsonFields tools;
    private @Nullable ApiError error;
    private @Nullable String type;
    private JsonFields event = new JsonFields();

    /** A watch for one answer. */
    public ResponsesWatch() {}

    @Override
    public void event(String name, byte[] data, int from, int to) {
        if (from == to || JsonText.same("[DONE]", data, from, to)) {
            return;
        }
        events++;
        if (meaningful && carriesContent(name)) {
            return;
        }
        type = null;
        event = new JsonFields();
        scan.whole(data, from, to);
        apply(type != null ? type : name);
    }

    private static boolean carriesContent(String name) {
        return switch (name) {
            case "",
                    "error",
                    "message",
                    "keepalive",
                    "response.queued",
                    "response.created",
                    "response.in_progress",
                    "response.completed",
                    "response.incomplete",
                    "response.failed",
                    "response.cancelled",
                    "response.done" -> false;
            default -> name.startsWith("response.");
        };
    }

    private void apply(String kind) {
        switch (kind) {
            case "response.completed", "response.incomplete", "response.cancelled", "response.done" -> {
                finished = true;
                meaningful |= error == null;
            }
            case "response.failed" -> {
                finished = true;
                error = error != null ? error : ResponsesErrors.read(event);
            }
            case "error" -> error = error != null ? error : ResponsesErrors.read(event);
            default -> meaningful |= carriesContent(kind);
        }
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
        return ResponsesUsage.with(usage, tier, tools);
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
        // Providers number their events from 0 without gaps, so that the count is the next number.
        return unary ? NOTHING : ResponsesErrors.events(failure, response, events);
    }

    @Override
    public byte[] ping() {
        return unary ? NOTHING : PING;
    }

    /** Walks through an event or a response. */
    private final class Reader implements JsonHandler {
        private String outer = "";
        private String field = "";

        @Override
        public JsonHandler.Want member(int depth, long position, byte[] data, int from, int to) {
            field = JsonText.unescape(data, from, to);
            if (depth == 1) {
                outer = field;
            } else if (outer.equals("output")) {
                meaningful = true;
                return JsonHandler.Want.SKIP;
            }
            return switch (field) {
                case "response" -> depth == 1 && !unary ? JsonHandler.Want.ENTER : JsonHandler.Want.SKIP;
                case "output" ->
                    unary && depth == 1 && !meaningful ? JsonHandler.Want.ENTER_ELEMENTS : JsonHandler.Want.SKIP;
                case "type", "code", "message" -> depth == 1 ? JsonHandler.Want.CAPTURE : JsonHandler.Want.SKIP;
                case "usage", "error" -> JsonHandler.Want.CAPTURE;
                case "id", "model", "created_at", "service_tier", "tool_usage" ->
                    depth == 1 && !unary ? JsonHandler.Want.SKIP : JsonHandler.Want.CAPTURE;
                default -> JsonHandler.Want.SKIP;
            };
        }

        @Override
        public void value(int depth, byte[] data, int from, int to) {
            if (data[from] == 'n') {
                return;
            }
            switch (field) {
                case "type" -> type = JsonText.string(data, from, to);
                case "usage" -> {
                    Usage reported = ResponsesUsage.read(JsonFields.of(data, from, to));
                    usage = reported != null ? reported : usage;
                }
                case "service_tier" -> tier = JsonText.string(data, from, to);
                case "tool_usage" -> tools = JsonFields.of(data, from, to);
                case "error" -> {
                    event.merge(data, from, to);
                    if (unary) {
                        error = ResponsesErrors.read(event);
                    }
                }
                case "code", "message" -> event.put(field, data, from, to);
                default -> response.put(field, data, from, to);
            }
        }
    }
}
