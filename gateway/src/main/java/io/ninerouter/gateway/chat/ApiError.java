package io.ninerouter.gateway.chat;

import org.jspecify.annotations.Nullable;

/**
 * An error as a caller is told it, before a dialect gives it a shape.
 *
 * @param kind what went wrong
 * @param status HTTP status, 400 to 599; the kind's own unless a provider's is passed on
 * @param code stable word for programs, such as {@code model_not_found}
 * @param message for people: names the value and what was expected; holds no secret
 * @param retryAfterMillis delay after which a retry makes sense; null = not known; becomes the {@code Retry-After} header
 */
public record ApiError(
        Kind kind,
        int status,
        String code,
        String message,
        @Nullable Long retryAfterMillis) {

    public ApiError {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status: " + status + " (expected: 400 to 599)");
        }
        if (retryAfterMillis != null && retryAfterMillis < 0) {
            throw new IllegalArgumentException("retryAfterMillis: " + retryAfterMillis + " (expected: >= 0)");
        }
    }

    /** An error with the usual status and code of its kind. */
    public static ApiError of(Kind kind, String message) {
        return new ApiError(kind, kind.status(), kind.code(), message, null);
    }

    /** An error with the usual status of its kind and a more precise code. */
    public static ApiError of(Kind kind, String code, String message) {
        return new ApiError(kind, kind.status(), code, message, null);
    }

    /** A provider's error: the kind follows from the status (anything that is no error status counts as 502). */
    public static ApiError ofStatus(int status, String message) {
        int known = status >= 400 && status <= 599 ? status : 502;
        Kind kind = Kind.ofStatus(known);
        return new ApiError(kind, known, kind.code(), message, null);
    }

    /** The same with the provider's own code. */
    public static ApiError ofStatus(int status, String code, String message) {
        ApiError error = ofStatus(status, message);
        return new ApiError(error.kind, error.status, code, message, null);
    }

    /** The same error with a delay. */
    public ApiError retryAfter(@Nullable Long millis) {
        return new ApiError(kind, status, code, message, millis);
    }

    /** {@code Retry-After} in whole seconds, rounded up, at least 1; null when no delay is known. */
    public @Nullable Long retryAfterSeconds() {
        return retryAfterMillis == null ? null : Math.max(1, Math.ceilDiv(retryAfterMillis, 1_000L));
    }

    /** Kinds of error; each with the status and code that it usually has. */
    public enum Kind {
        /** The request is malformed or asks for what cannot be done. */
        INVALID_REQUEST(400, "bad_request"),
        /** The caller is not known. */
        AUTHENTICATION(401, "invalid_api_key"),
        /** An account has to be paid for. */
        BILLING(402, "payment_required"),
        /** The caller is known and may not. */
        PERMISSION(403, "permission_denied"),
        /** There is no such model or path. */
        NOT_FOUND(404, "model_not_found"),
        /** The body is over the limit. */
        TOO_LARGE(413, "request_too_large"),
        /** Too many requests or tokens. */
        RATE_LIMITED(429, "rate_limit_exceeded"),
        /** A mistake of ours. */
        INTERNAL(500, "internal_server_error"),
        /** What is asked for is not built. */
        NOT_IMPLEMENTED(501, "not_implemented"),
        /** A provider failed or could not be understood. */
        UPSTREAM(502, "bad_gateway"),
        /** Nothing can serve this now. */
        UNAVAILABLE(503, "service_unavailable"),
        /** A provider did not answer in time. */
        TIMEOUT(504, "gateway_timeout"),
        /** A provider has too much to do. */
        OVERLOADED(529, "overloaded");

        private final int status;
        private final String code;

        Kind(int status, String code) {
            this.status = status;
            this.code = code;
        }

        /** The usual HTTP status. */
        public int status() {
            return status;
        }

        /** The usual code. */
        public String code() {
            return code;
        }

        /** The kind that a status means; unknown ones fall to {@link #INVALID_REQUEST} (4xx) or {@link #UPSTREAM} (5xx). */
        public static Kind ofStatus(int status) {
            for (Kind kind : values()) {
                if (kind.status == status) {
                    return kind;
                }
            }
            return status < 500 ? INVALID_REQUEST : UPSTREAM;
        }
    }
}
