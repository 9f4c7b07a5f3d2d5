package io.ninerouter.gateway.translate.responses;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.frame.JsonText;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Errors of the Responses API. A body is {@code {"error":{"message","type","param","code"}}}; a stream ends as OpenAI's own
 * does: an {@code error} event, which SDKs throw, and then {@code response.failed}, which agents wait for.
 */
public final class ResponsesErrors {
    private static final int MAX_MESSAGE = 500;

    private ResponsesErrors() {}

    /** The body of an error answer. */
    public static byte[] body(ApiError error) {
        String json = "{\"error\":{\"message\":" + quote(error.message()) + ",\"type\":" + quote(type(error.kind()))
                + ",\"param\":null,\"code\":" + quote(error.code()) + "}}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The events that end a stream in an error.
     *
     * @param response what the stream said of its response: {@code id}, {@code model}, {@code created_at}
     * @param sequence the next {@code sequence_number}
     */
    static byte[] events(ApiError error, JsonFields response, long sequence) {
        String failed = failed(
                error,
                or(response.text("id"), ""),
                or(response.text("model"), ""),
                response.count("created_at"),
                sequence + 1);
        String json = "event: error\ndata: " + error(error, sequence) + "\n\nevent: response.failed\ndata: " + failed
                + "\n\n";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** The data of the event {@code error}. */
    static String error(ApiError error, long sequence) {
        return "{\"type\":\"error\",\"sequence_number\":" + sequence + ",\"code\":" + quote(code(error))
                + ",\"message\":" + quote(error.message()) + ",\"param\":null}";
    }

    /**
     * The data of the event {@code response.failed}.
     *
     * @param id of the response; empty when it is not known
     */
    static String failed(ApiError error, String id, String model, long created, long sequence) {
        return "{\"type\":\"response.failed\",\"sequence_number\":" + sequence
                + ",\"response\":{\"id\":" + quote(id.isEmpty() ? "resp_failed" : id)
                + ",\"object\":\"response\",\"created_at\":" + created
                + ",\"status\":\"failed\",\"error\":{\"code\":" + quote(code(error)) + ",\"message\":"
                + quote(error.message()) + "},\"incomplete_details\":null,\"model\":" + quote(model)
                + ",\"output\":[],\"usage\":null,\"instructions\":null,\"temperature\":null,\"top_p\":null,"
                + "\"parallel_tool_calls\":true,\"tool_choice\":\"auto\",\"tools\":[],\"metadata\":{}}}";
    }

    /** Clients know a few codes and act on them: what is a provider's or our trouble is a {@code server_error} to them. */
    private static String code(ApiError error) {
        return switch (error.kind()) {
            case INTERNAL, UPSTREAM, UNAVAILABLE, TIMEOUT, OVERLOADED -> "server_error";
            case INVALID_REQUEST,
                    AUTHENTICATION,
                    BILLING,
                    PERMISSION,
                    NOT_FOUND,
                    TOO_LARGE,
                    RATE_LIMITED,
                    NOT_IMPLEMENTED -> error.code();
        };
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

    /** An error that a provider put into a good answer: the fields of the error object, or of the event itself. */
    static ApiError read(JsonFields fields) {
        String message = or(fields.text("message"), "the provider gave no message");
        String cut = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
        int byCode = status(fields.text("code"));
        return ApiError.ofStatus(byCode != 502 ? byCode : status(fields.text("type")), cut);
    }

    private static int status(@Nullable String word) {
        return switch (word == null ? "" : word) {
            case "invalid_request_error", "context_length_exceeded", "invalid_prompt" -> 400;
            case "authentication_error", "invalid_api_key" -> 401;
            case "permission_error" -> 403;
            case "model_not_found", "not_found_error" -> 404;
            case "rate_limit_error", "rate_limit_exceeded", "insufficient_quota", "usage_limit_reached" -> 429;
            case "server_is_overloaded", "slow_down", "overloaded_error" -> 503;
            case "server_error" -> 500;
            default -> 502;
        };
    }

    private static String or(@Nullable String one, String other) {
        return one != null ? one : other;
    }

    private static String quote(String text) {
        return new String(JsonText.quote(text), StandardCharsets.UTF_8);
    }
}
