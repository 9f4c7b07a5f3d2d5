package io.ninerouter.gateway.limits;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.ApiError.Kind;

/**
 * Why a caller is not served now.
 *
 * @param message for people: names the limit and what was expected
 * @param retryAfterMillis when it makes sense to come again, as far as this replica can tell
 * @param patienceMillis how long it makes sense to wait for the operator to part the limit otherwise; 0 = not at all
 */
public record Refusal(Limit limit, String message, long retryAfterMillis, long patienceMillis) {
    /** The code of a budget that is spent, as OpenAI's own: clients know that trying again is of no use. */
    public static final String SPENT = "insufficient_quota";

    /** Whether the operator may part the limit otherwise within a moment. */
    boolean passing() {
        return patienceMillis > 0;
    }

    /** As the caller is told. */
    public ApiError error() {
        ApiError error = limit == Limit.BUDGET && !passing()
                ? ApiError.of(Kind.RATE_LIMITED, SPENT, message)
                : ApiError.of(Kind.RATE_LIMITED, message);
        return error.retryAfter(retryAfterMillis);
    }
}
