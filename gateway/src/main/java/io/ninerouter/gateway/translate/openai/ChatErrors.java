package io.ninerouter.gateway.translate.openai;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.frame.JsonText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Errors of chat completions: {@code {"error":{"message","type","param","code"}}}, in a body and in a stream. */
public final class ChatErrors {
    private static final int MAX_MESSAGE = 500;

    private ChatErrors() {}

    /** The body of an error answer. */
    public static byte[] body(ApiError error) {
        return json(error).getBytes(StandardCharsets.UTF_8);
    }

    /** The event that ends a stream in an error. */
    static byte[] event(ApiError error) {
        return ("data: " + json(error) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String json(ApiError error) {
        return "{\"error\":{\"message\":" + quote(error.message()) + ",\"type\":" + quote(type(error.kind()))
                + ",\"param\":null,\"code\":" + quote(error.code()) + "}}";
    }

    private static String type(ApiError.Kind kind) {
        return switch (kind) {
            case INVALID_REQUEST, NOT_FOUND, TOO_LARGE -> "invalid_request_error";
            case AUTHENTICATION -> "authentication_error";
            case BILLING -> "billing_error";
            case PERMISSION -> "permission_error";
            case RATE_LIMITED -> "rate_limit_error";
            case INTERNAL, NOT_IMPLEMENTED, UPSTREAM, UNAVAILABLE, TIMEOUT, OVERLOADED -> "server_error";
        };
    }

    /**
     * An error that a provider put into a good answer: an object or a plain text.
     *
     * @param data the raw value of the {@code error} member
     */
    static ApiError read(byte[] data, int from, int to) {
        String text = JsonText.string(data, from, to);
        JsonFields fields = JsonFields.of(data, from, to);
        String message = text != null ? text : first(fields.text("message"), "the provider gave no message");
        String cut = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
        return ApiError.ofStatus(status(fields), cut);
    }

    private static int status(JsonFields fields) {
        for (String name : new String[] {"status_code", "code", "status"}) {
            Long number = fields.number(name);
            if (number != null && number >= 400 && number <= 599) {
                return number.intValue();
            }
        }
        int byCode = status(fields.text("code"));
        return byCode != 502 ? byCode : status(fields.text("type"));
    }

    private static int status(@Nullable String word) {
        return switch (word == null ? "" : word) {
            case "invalid_request_error", "context_length_exceeded", "tool_use_failed" -> 400;
            case "authentication_error", "invalid_api_key" -> 401;
            case "permission_error" -> 403;
            case "not_found_error", "model_not_found" -> 404;
            case "rate_limit_error", "rate_limit_exceeded", "insufficient_quota", "requests", "tokens" -> 429;
            case "overloaded_error" -> 529;
            case "server_error", "internal_server_error" -> 500;
            default -> 502;
        };
    }

    private static String first(@Nullable String one, String other) {
        return one != null ? one : other;
    }

    private static String quote(String text) {
        return new String(JsonText.quote(text), StandardCharsets.UTF_8);
    }
}
