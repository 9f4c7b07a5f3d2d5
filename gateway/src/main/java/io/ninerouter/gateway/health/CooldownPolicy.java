package io.ninerouter.gateway.health;

import io.ninerouter.gateway.health.Cooldown.Reason;
import org.jspecify.annotations.Nullable;

/**
 * How long something is left alone after a failure. Pure.
 *
 * <table>
 * <caption>What a failure costs</caption>
 * <tr><th>failure<th>what cools<th>how long
 * <tr><td>429 with a delay<td>the model at the account<td>exactly that long
 * <tr><td>429 without<td>the model at the account<td>2 s, doubling with each in a row, at most 5 min, plus up to a quarter
 * <tr><td>5xx, 408<td>the model at the account<td>from the third in a row: 1 s, doubling, at most 30 s, plus up to a quarter
 * <tr><td>no answer<td>the account<td>the same
 * <tr><td>401, 403<td>the account<td>10 min, or until its credential changes
 * <tr><td>any other 4xx<td>nothing<td>the request is at fault
 * </table>
 *
 * <p>The first two failures in a row cost nothing: one bad answer in a hundred must not shut the only account there is. A
 * failure that comes while something is cooling already was sent before and does not count again.
 */
public final class CooldownPolicy {
    private static final long RATE_BASE = 2_000;
    private static final long RATE_CAP = 300_000;
    private static final long FAILURE_BASE = 1_000;
    private static final long FAILURE_CAP = 30_000;
    private static final int FREE_FAILURES = 2;
    private static final long REFUSED = 600_000;

    private CooldownPolicy() {}

    /**
     * What an outcome says about an account; null when it says nothing bad.
     */
    static @Nullable Verdict verdict(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Success _, Outcome.Abandoned _ -> null;
            case Outcome.NoAnswer _ -> new Verdict(Reason.UNREACHABLE, true, null);
            case Outcome.Refused refused -> verdict(refused.status(), refused.retryAfterMillis());
        };
    }

    private static @Nullable Verdict verdict(int status, @Nullable Long retryAfterMillis) {
        if (status == 401 || status == 403) {
            return new Verdict(Reason.CREDENTIAL_REFUSED, true, null);
        }
        if (status == 429) {
            return new Verdict(Reason.RATE_LIMITED, false, retryAfterMillis);
        }
        if (status == 408 || status >= 500) {
            return new Verdict(Reason.FAILING, false, retryAfterMillis);
        }
        return null;
    }

    /**
     * The state after one more failure.
     *
     * @param before the state so far; null = untroubled
     * @param jitter 0 (inclusive) to 1 (exclusive)
     */
    static Cooldown next(@Nullable Cooldown before, Verdict verdict, long nowMillis, double jitter) {
        boolean cooling = before != null && before.cooling(nowMillis);
        int strikes = before == null ? 1 : cooling ? before.strikes() : before.strikes() + 1;
        Long asked = verdict.retryAfterMillis();
        long length = asked != null ? asked : length(verdict.reason(), strikes, jitter);
        long until = nowMillis + length;
        if (before != null && cooling && (asked == null || until < before.untilMillis())) {
            return before;
        }
        return new Cooldown(verdict.reason(), strikes, until);
    }

    private static long length(Reason reason, int strikes, double jitter) {
        return switch (reason) {
            case RATE_LIMITED -> backoff(RATE_BASE, RATE_CAP, strikes, jitter);
            case FAILING, UNREACHABLE ->
                strikes <= FREE_FAILURES ? 0 : backoff(FAILURE_BASE, FAILURE_CAP, strikes - FREE_FAILURES, jitter);
            case CREDENTIAL_REFUSED -> REFUSED;
        };
    }

    private static long backoff(long base, long cap, int level, double jitter) {
        long length = Math.min(cap, base << Math.min(level - 1, 20));
        return length + (long) (length * jitter / 4);
    }

    /**
     * A failure as it counts.
     *
     * @param reason what it was
     * @param wholeAccount whether it is the account that cools, not only the model at it
     * @param retryAfterMillis delay that the provider asked for; null = none
     */
    record Verdict(
            Reason reason, boolean wholeAccount, @Nullable Long retryAfterMillis) {}
}
