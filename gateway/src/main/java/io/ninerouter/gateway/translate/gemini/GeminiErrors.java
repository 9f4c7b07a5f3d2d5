package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.frame.JsonText;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Errors of Gemini: {@code {"error":{"code","message","status"}}}, with a {@code RetryInfo} detail where a delay is known; in
 * a stream the same object is the last event or element.
 */
public final class GeminiErrors {
    private static final int MAX_MESSAGE = 500;
    private static final Pattern DELAY = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?s");

    private GeminiErrors() {}

    /** The body of an error answer. */
    public static byte[] body(ApiError error) {
        return json(error).getBytes(StandardCharsets.UTF_8);
    }

    static String json(ApiError error) {
        Long seconds = error.retryAfterSeconds();
        String details = seconds == null
                ? ""
                : ",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"" + seconds
                        + "s\"}]";
        return "{\"error\":{\"code\":" + error.status() + ",\"message\":" + quote(error.message()) + ",\"status\":"
                + quote(status(error.kind())) + details + "}}";
    }

    private static String status(ApiError.Kind kind) {
        return switch (kind) {
            case INVALID_REQUEST, TOO_LARGE -> "INVALID_ARGUMENT";
            case AUTHENTICATION -> "UNAUTHENTICATED";
            case BILLING -> "FAILED_PRECONDITION";
            case PERMISSION -> "PERMISSION_DENIED";
            case NOT_FOUND -> "NOT_FOUND";
            case RATE_LIMITED -> "RESOURCE_EXHAUSTED";
            case INTERNAL, UPSTREAM -> "INTERNAL";
            case NOT_IMPLEMENTED -> "UNIMPLEMENTED";
            case UNAVAILABLE, OVERLOADED -> "UNAVAILABLE";
            case TIMEOUT -> "DEADLINE_EXCEEDED";
        };
    }

    /**
     * An error that a provider put into a good answer.
     *
     * @param data the raw value of the {@code error} member
     */
    static ApiError read(byte[] data, int from, int to) {
        JsonFields fields = JsonFields.of(data, from, to);
        String message = relayed(fields.text("message"));
        String said = message == null ? "the provider gave no message" : message;
        String cut = said.length() > MAX_MESSAGE ? said.substring(0, MAX_MESSAGE) : said;
        long code = fields.count("code");
        int status = code >= 400 && code <= 599 ? (int) code : status(fields.text("status"));
        return ApiError.ofStatus(status, cut).retryAfter(retryMillis(data, from, to));
    }

    /** Google tells an error of Anthropic's models as text: what that one says, or the text as it is. */
    private static @Nullable String relayed(@Nullable String message) {
        if (message == null || !message.startsWith("{\"type\":\"error\"")) {
            return message;
        }
        byte[] json = message.getBytes(StandardCharsets.UTF_8);
        String said = null;
        try (JsonReader in = JsonReader.of(json, 0, json.length)) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    if (in.name().equals("error") && in.lenientObject()) {
                        while (in.nextField()) {
                            said = in.name().equals("message") ? in.lenientText() : said;
                        }
                    }
                }
            }
        } catch (BadJsonException e) {
            return message;
        }
        return said == null ? message : said;
    }

    /** The delay of a {@code RetryInfo} detail, such as {@code 34.4s}; null when there is none. */
    private static @Nullable Long retryMillis(byte[] data, int from, int to) {
        Long millis = null;
        try (JsonReader in = JsonReader.of(data, from, to)) {
            if (!in.lenientObject()) {
                return null;
            }
            while (in.nextField()) {
                if (in.name().equals("details") && in.lenientArray()) {
                    while (in.nextElement()) {
                        Long found = detail(in);
                        millis = found == null ? millis : found;
                    }
                }
            }
        }
        return millis;
    }

    private static @Nullable Long detail(JsonReader in) {
        Long millis = null;
        if (in.lenientObject()) {
            while (in.nextField()) {
                String delay = in.name().equals("retryDelay") ? in.lenientText() : null;
                if (delay != null && DELAY.matcher(delay).matches()) {
                    millis = Math.round(Math.ceil(1_000 * Double.parseDouble(delay.substring(0, delay.length() - 1))));
                }
            }
        }
        return millis;
    }

    private static int status(@Nullable String word) {
        return switch (word == null ? "" : word) {
            case "INVALID_ARGUMENT", "FAILED_PRECONDITION", "OUT_OF_RANGE" -> 400;
            case "UNAUTHENTICATED" -> 401;
            case "PERMISSION_DENIED" -> 403;
            case "NOT_FOUND" -> 404;
            case "RESOURCE_EXHAUSTED" -> 429;
            case "INTERNAL" -> 500;
            case "UNAVAILABLE" -> 503;
            case "DEADLINE_EXCEEDED" -> 504;
            default -> 502;
        };
    }

    private static String quote(String text) {
        return new String(JsonText.quote(text), StandardCharsets.UTF_8);
    }
}
