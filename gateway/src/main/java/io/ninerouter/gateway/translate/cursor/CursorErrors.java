package io.ninerouter.gateway.translate.cursor;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Errors within a stream: {@code {"error":{"code","message","details":[{"debug":{"error","details":{"title","detail"}}}]}}}.
 * The code is one of the Connect protocol, the message a placeholder; what happened stands in the details. Not thread-safe.
 */
final class CursorErrors {
    private static final int MAX_MESSAGE = 500;

    private boolean any;
    private String code = "";
    private String message = "";
    private String name = "";
    private String title = "";
    private String detail = "";

    private CursorErrors() {}

    /**
     * The error that a JSON text tells.
     *
     * @return null = none
     * @throws io.ninerouter.gateway.json.BadJsonException when it is no JSON
     */
    static @Nullable ApiError read(Utf8 json) {
        CursorErrors told = new CursorErrors();
        try (JsonReader in = JsonReader.of(json)) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    if (in.name().equals("error")) {
                        told.error(in);
                    } else {
                        in.skip();
                    }
                }
            }
        }
        return told.any ? told.toError() : null;
    }

    private void error(JsonReader in) {
        any = true;
        if (!in.lenientObject()) {
            return;
        }
        while (in.nextField()) {
            switch (in.name()) {
                case "code" -> code = orEmpty(in.lenientText());
                case "message" -> message = orEmpty(in.lenientText());
                case "details" -> details(in);
                default -> in.skip();
            }
        }
    }

    private void details(JsonReader in) {
        if (!in.lenientArray()) {
            return;
        }
        while (in.nextElement()) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    if (in.name().equals("debug") && name.isEmpty()) {
                        debug(in);
                    } else {
                        in.skip();
                    }
                }
            }
        }
    }

    private void debug(JsonReader in) {
        if (!in.lenientObject()) {
            return;
        }
        while (in.nextField()) {
            switch (in.name()) {
                case "error" -> name = orEmpty(in.lenientText());
                case "details" -> words(in);
                default -> in.skip();
            }
        }
    }

    private void words(JsonReader in) {
        if (!in.lenientObject()) {
            return;
        }
        while (in.nextField()) {
            switch (in.name()) {
                case "title" -> title = orEmpty(in.lenientText());
                case "detail" -> detail = orEmpty(in.lenientText());
                default -> in.skip();
            }
        }
    }

    private ApiError toError() {
        String said = title + (title.isEmpty() || detail.isEmpty() ? "" : ": ") + detail;
        String words = said.isEmpty() ? message : said;
        String told = words.isEmpty() ? "the provider gave no message" : words;
        String cut = told.length() > MAX_MESSAGE ? told.substring(0, MAX_MESSAGE) : told;
        return byName(cut);
    }

    /** The name says more than the code: most failures have the code of a limit or of a bad request. */
    private ApiError byName(String told) {
        return switch (name) {
            case "ERROR_BAD_API_KEY",
                    "ERROR_BAD_USER_API_KEY",
                    "ERROR_NOT_LOGGED_IN",
                    "ERROR_INVALID_AUTH_ID",
                    "ERROR_AGENT_REQUIRES_LOGIN",
                    "ERROR_AUTH_TOKEN_NOT_FOUND",
                    "ERROR_AUTH_TOKEN_EXPIRED",
                    "ERROR_UNAUTHORIZED" -> ApiError.ofStatus(401, told);
            case "ERROR_BAD_MODEL_NAME" -> ApiError.ofStatus(404, told);
            case "ERROR_CONVERSATION_TOO_LONG" -> ApiError.ofStatus(400, "context_length_exceeded", told);
            case "ERROR_FREE_USER_USAGE_LIMIT", "ERROR_PRO_USER_USAGE_LIMIT" ->
                ApiError.ofStatus(429, "usage_limit_reached", told);
            case "ERROR_USAGE_PRICING_REQUIRED", "ERROR_USAGE_PRICING_REQUIRED_CHANGEABLE" ->
                ApiError.ofStatus(402, told);
            default -> ApiError.ofStatus(status(), told);
        };
    }

    /** As Connect maps its codes to HTTP. */
    private int status() {
        return switch (code) {
            case "invalid_argument", "failed_precondition", "out_of_range" -> 400;
            case "unauthenticated" -> 401;
            case "permission_denied" -> 403;
            case "not_found" -> 404;
            case "already_exists", "aborted" -> 409;
            case "resource_exhausted" -> 429;
            case "unimplemented" -> 501;
            case "unavailable" -> 503;
            case "deadline_exceeded" -> 504;
            case "canceled", "unknown", "internal", "data_loss" -> 502;
            default -> 502;
        };
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
