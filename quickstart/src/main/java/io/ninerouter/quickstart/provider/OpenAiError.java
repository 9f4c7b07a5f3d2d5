package io.ninerouter.quickstart.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What both OpenAI dialects have in common. */
final class OpenAiError {
    private static final String BEARER = "bearer ";

    private OpenAiError() {}

    /** The error body. */
    static ObjectNode of(int status, String message) {
        ObjectNode body = Json.object();
        body.putObject("error")
                .put("message", message)
                .put("type", status < 500 ? "invalid_request_error" : "server_error")
                .putNull("param")
                .put("code", status == 401 ? "invalid_api_key" : null);
        return body;
    }

    /** The token of an {@code Authorization: Bearer} header. */
    static Optional<String> bearer(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return Optional.empty();
        }
        return Optional.of(authorization.substring(BEARER.length()).strip());
    }
}
