package io.ninerouter.gateway.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import io.ninerouter.config.TokenIssuer;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a ServiceAccount's token that matter, its signature being good already. Times are epoch milliseconds.
 *
 * @param subject empty when there is none
 * @param uid of the ServiceAccount; empty when it is not told
 * @param notBefore null = at once
 * @param expires null = never, which is refused
 */
record Claims(
        String issuer,
        List<String> audiences,
        String subject,
        String uid,
        @Nullable Long notBefore,
        @Nullable Long expires) {

    /** Clocks of nodes are expected to agree within that. */
    static final long SKEW_MILLIS = 30_000;

    Claims {
        audiences = List.copyOf(audiences);
    }

    static Claims of(JWTClaimsSet set) {
        return new Claims(
                Objects.requireNonNullElse(set.getIssuer(), ""),
                set.getAudience(),
                Objects.requireNonNullElse(set.getSubject(), ""),
                uid(set.getClaim("kubernetes.io")),
                millis(set.getNotBeforeTime()),
                millis(set.getExpirationTime()));
    }

    /** What they are worth at a moment. */
    TokenVerdict judge(TokenIssuer expected, long nowMillis) {
        if (!issuer.equals(expected.issuer())) {
            return TokenVerifier.notOurs(expected);
        }
        if (!audiences.contains(expected.audience())) {
            return new TokenVerdict.Refused("token: made for another audience (expected: " + expected.audience() + ")");
        }
        if (expires == null || nowMillis >= expires + SKEW_MILLIS) {
            return new TokenVerdict.Refused("token: expired (expected: one that is still good)");
        }
        if (notBefore != null && nowMillis < notBefore - SKEW_MILLIS) {
            return new TokenVerdict.Refused(
                    "token: not good yet (expected: clocks that agree within " + SKEW_MILLIS / 1_000 + " s)");
        }
        return subject.startsWith("system:serviceaccount:")
                ? new TokenVerdict.Genuine(subject, uid)
                : TokenVerifier.notOurs(expected);
    }

    /** {@code {"kubernetes.io": {"serviceaccount": {"uid": …}}}}, as the API server writes it. */
    private static String uid(@Nullable Object claim) {
        return claim instanceof Map<?, ?> own
                        && own.get("serviceaccount") instanceof Map<?, ?> account
                        && account.get("uid") instanceof String uid
                ? uid
                : "";
    }

    private static @Nullable Long millis(@Nullable Date date) {
        return date == null ? null : date.toInstant().toEpochMilli();
    }
}
