package io.ninerouter.operator.credential;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor's answer that yields no token means.
 *
 * @param kind what follows from it
 * @param message for people: status and the vendor's own code, nothing that it quotes
 * @param retryAfter what the vendor asks for; null = nothing
 */
public record Failure(Kind kind, String message, @Nullable Duration retryAfter) {

    /** What follows. */
    public enum Kind {
        /** The person has not finished yet. */
        PENDING,
        /** The same, and we ask too often. */
        SLOW_DOWN,
        /** The person took too long, or what was shown has ended. */
        EXPIRED,
        /** The person refused. */
        DENIED,
        /** It will never work again with what was shown: a new login is needed. */
        FINAL,
        /** The vendor does not take the client that asks. Nothing was spent: as {@link #LATER}, once that was put right. */
        CLIENT,
        /** The vendor did not do it; it may later. Nothing was spent. */
        LATER,
        /** Nobody knows whether the vendor did it. */
        UNKNOWN
    }

    private static final Set<String> SPENT = Set.of(
            "invalid_grant",
            "refresh_token_reused",
            "refresh_token_expired",
            "refresh_token_invalidated",
            "token_invalidated",
            "token_expired",
            "app_session_terminated",
            "unauthorized_client",
            "unsupported_grant_type",
            "invalid_scope",
            "bad_refresh_token",
            "bad_verification_code",
            "incorrect_device_code",
            "device_flow_disabled",
            "invalidgrantexception",
            "unauthorizedclientexception",
            "accessdeniedexception");

    /** Whether the same may go well later. */
    boolean mayPass() {
        return kind == Kind.CLIENT || kind == Kind.LATER || kind == Kind.UNKNOWN;
    }

    /** Reads RFC 6749 §5.2 and RFC 8628 §3.5, and what vendors made of them: the code of an error, wherever it stands. */
    static Failure of(Answer answer) {
        return switch (answer) {
            case Answer.None none when none.sent() -> new Failure(Kind.UNKNOWN, none.why(), null);
            case Answer.None none -> new Failure(Kind.LATER, none.why(), null);
            case Answer.Came came -> of(came);
        };
    }

    private static Failure of(Answer.Came came) {
        String code = code(came);
        Duration wait = came.retryAfterSeconds() == null ? null : Duration.ofSeconds(came.retryAfterSeconds());
        String message = "the vendor answered " + came.status() + (code == null ? "" : " " + code);
        return new Failure(kind(came, code == null ? "" : code.toLowerCase(java.util.Locale.ROOT)), message, wait);
    }

    private static Kind kind(Answer.Came came, String code) {
        switch (code) {
            case "authorization_pending", "authorizationpendingexception" -> {
                return Kind.PENDING;
            }
            case "slow_down", "slowdownexception" -> {
                return Kind.SLOW_DOWN;
            }
            case "expired_token", "expiredtokenexception" -> {
                return Kind.EXPIRED;
            }
            case "access_denied" -> {
                return Kind.DENIED;
            }
            // The client, not what it shows: a client secret can be put right.
            case "invalid_client", "incorrect_client_credentials", "invalidclientexception" -> {
                return Kind.CLIENT;
            }
            default -> {}
        }
        if (SPENT.contains(code)) {
            return Kind.FINAL;
        }
        return switch (came.status()) {
            case 401 -> code.equals("temporarily_unavailable") ? Kind.LATER : Kind.FINAL;
            // No JSON: a page of something in between, or of a vendor that is being moved. It says nothing of the
            // token.
            case 400, 404, 410, 422 ->
                came.body().isMissingNode() || code.equals("temporarily_unavailable") ? Kind.LATER : Kind.FINAL;
            // A gateway in front of the vendor says so when it has passed the question on and got no answer.
            case 502, 504 -> Kind.UNKNOWN;
            // 403: a firewall, a country, a plan: not the token's fault, and it may pass.
            // 2xx: done, and told in no words that are known: what was shown may be spent.
            default -> came.status() / 100 == 2 && code.isEmpty() ? Kind.UNKNOWN : Kind.LATER;
        };
    }

    /** Only what looks like a code: a sentence may quote what was sent. */
    private static @Nullable String code(Answer.Came came) {
        for (String pointer : new String[] {
            "/error/code",
            "/error",
            "/error/type",
            "/error/status",
            "/code",
            "/errorCode",
            "/__type",
            "/error/errorCode"
        }) {
            String value = came.text(pointer);
            String word = value == null ? "" : value.substring(value.indexOf('#') + 1);
            if (word.matches("[A-Za-z][A-Za-z0-9_.:-]{1,63}")) {
                return word;
            }
        }
        return null;
    }
}
