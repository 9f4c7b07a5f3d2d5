package io.ninerouter.gateway.translate;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.frame.EventStreamMessage;
import io.ninerouter.gateway.frame.JsonFields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions of AWS services within a stream: {@code :message-type} is {@code exception}, with {@code :exception-type} and a
 * JSON object, or {@code error}, with {@code :error-code} and {@code :error-message}. Stateless.
 */
final class AwsErrors {
    private static final int MAX_MESSAGE = 1_000;

    private AwsErrors() {}

    static ApiError read(EventStreamMessage told) {
        String type = first(told.text(":exception-type"), told.text(":error-code"));
        String code = type == null ? "exception" : type;
        JsonFields fields = new JsonFields();
        if (told.from() < told.to() && told.bytes()[told.from()] == '{') {
            fields.merge(told.bytes(), told.from(), told.to());
        }
        String said = first(first(fields.text("message"), fields.text("Message")), told.text(":error-message"));
        String message = said == null || said.isBlank() ? "the provider sent the exception " + code : said;
        String reason = fields.text("reason");
        String cut = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
        return ApiError.ofStatus(status(code), reason == null ? code : reason, cut);
    }

    /** The status that the exception has where it comes instead of an answer; its first letter is small in a stream. */
    private static int status(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "validationexception", "validationerror", "badrequestexception", "conflictexception" -> 400;
            case "unrecognizedclientexception", "expiredtokenexception", "accessdeniedexception" -> 403;
            case "resourcenotfoundexception" -> 404;
            case "throttlingexception", "throttling", "toomanyrequestsexception", "modelnotreadyexception" -> 429;
            case "servicequotaexceededexception" -> 429;
            case "internalserverexception", "internalfailure", "internalservererror" -> 500;
            case "serviceunavailableexception", "serviceunavailable" -> 503;
            case "modeltimeoutexception" -> 504;
            default -> 502;
        };
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one == null ? other : one;
    }
}
