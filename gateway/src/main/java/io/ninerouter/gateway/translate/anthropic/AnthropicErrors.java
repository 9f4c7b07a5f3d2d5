package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.frame.JsonText;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Errors of the Messages API: {@code {"type":"error","error":{"type","message"},"request_id"}}. */
public final class AnthropicErrors {
    private static final int MAX_MESSAGE = 500;

    private AnthropicErrors() {}

    /** The body of an error answer. */
    public static byte[] body(ApiError error, @Nullable String requestId) {
        return json(error, requestId).getBytes(StandardCharsets.UTF_8);
    }

    /** The event that ends a stream in an error. */
    static byte[] event(ApiError error, @Nullable String requestId) {
        return ("event: error\ndata: " + json(error, requestId) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String json(ApiError error, @Nullable String requestId) {
        return "{\"type\":\"error\",\"error\":{\"type\":" + quote(type(error.kind())) + ",\"message\":"
                + quote(error.message()) + "}"
                + (requestId == null ? "" : ",\"request_id\":" + quote(requestId)) + "}";
    }

    private static String type(ApiError.Kind kind) {
        return switch (kind) {
            case INVALID_REQUEST -> "invalid_request_error";
            case AUTHENTICATION -> "authentication_error";
            case BILLING -> "billing_error";
            case PERMISSION -> "permission_error";
            case NOT_FOUND -> "not_found_error";
            case TOO_LARGE -> "request_too_large";
            case RATE_LIMITED -> "rate_limit_error";
            case TIMEOUT -> "timeout_error";
            case OVERLOADED -> "overloaded_error";
            case INTERNAL, NOT_IMPLEMENTED, UPSTREAM, UNAVAILABLE -> "api_error";
        };
    }

    /**
     * An error that a provider put into a good answer.
     *
     * @param data the raw value of the {@code error} member
     */
    static ApiError read(byte[] data, int from, int to) {
        JsonFields fields = JsonFields.of(data, from, to);
        String message = fields.text("message");
        String said = message == null ? "the provider gave no message" : message;
        String cut = said.length() > MAX_MESSAGE ? said.substring(0, MAX_MESSAGE) : said;
        return ApiError.ofStatus(status(fields.text("type")), cut);
    }

    /** An error that a provider put into a good answer: an object, or in other people's dialects a text. */
    static ApiError read(RawJson error) {
        if (!error.isText()) {
            Utf8 bytes = error.bytes();
            return read(bytes.array(), bytes.from(), bytes.to());
        }
        try (JsonReader in = error.read()) {
            String said = String.valueOf(in.text());
            return ApiError.ofStatus(502, said.length() > MAX_MESSAGE ? said.substring(0, MAX_MESSAGE) : said);
        }
    }

    /** Writes the error body as one JSON value. */
    static void write(ApiError error, JsonWriter out) {
        out.object()
                .text("type", "error")
                .object("error")
                .text("type", type(error.kind()))
                .text("message", error.message())
                .endObject()
                .endObject();
    }

    private static int status(@Nullable String type) {
        return switch (type == null ? "" : type) {
            case "invalid_request_error" -> 400;
            case "authentication_error" -> 401;
            case "billing_error" -> 402;
            case "permission_error" -> 403;
            case "not_found_error" -> 404;
            case "request_too_large" -> 413;
            case "rate_limit_error" -> 429;
            case "api_error" -> 500;
            case "timeout_error" -> 504;
            case "overloaded_error" -> 529;
            default -> 502;
        };
    }

    private static String quote(String text) {
        return new String(JsonText.quote(text), StandardCharsets.UTF_8);
    }
}
