package io.ninerouter.operator.credential;

import io.ninerouter.operator.backoff.Backoff;
import io.ninerouter.operator.catalog.OAuthLogin;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a token is renewed. As long before its end as the provider's entry says, and up to a tenth of that earlier by chance, so
 * that accounts that logged in together are not renewed together; never before a third of its life is over, so that a vendor
 * whose tokens live shortly is not asked without pause. Stateless.
 */
final class RefreshSchedule {
    /** After a failure: doubled with each in a row. */
    static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    /** Between renewals that a provider's refusals asked for, from the second in a row. */
    static final Duration FIRST_DOUBT = Duration.ofMinutes(1);

    static final Duration LONGEST_DOUBT = Duration.ofMinutes(30);

    /** What a vendor may ask for: one that says a month by mistake would cost the account. */
    static final Duration LONGEST_ASKED = Duration.ofHours(1);

    private static final Backoff PAUSES = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    private static final Backoff DOUBTS = new Backoff(FIRST_DOUBT, LONGEST_DOUBT);
    private static final double SPREAD = 0.1;
    private static final int LIFE_PART = 3;

    private RefreshSchedule() {}

    /**
     * When tokens are due; null = never by time alone.
     *
     * @param chance from 0 to below 1, the same for the same token
     */
    static @Nullable Instant dueAt(TokenSet tokens, OAuthLogin.Refresh refresh, double chance) {
        if (tokens.access() == null) {
            return Instant.MIN;
        }
        Instant end = tokens.expiresAt();
        return end == null ? null : dueAt(tokens.obtainedAt(), end, refresh.ahead(), chance);
    }

    /** When something is due that was got and ends at these moments; {@code obtained} null = not known. */
    static Instant dueAt(@Nullable Instant obtained, Instant end, Duration ahead, double chance) {
        Instant due = end.minus(ahead).minus(times(ahead, chance * SPREAD));
        if (obtained == null) {
            return due;
        }
        if (!obtained.isBefore(end)) {
            // A clock is wrong, or the vendor: asked at once again, it would say the same.
            return obtained.plus(FIRST_DOUBT);
        }
        Instant early = obtained.plus(Duration.between(obtained, end).dividedBy(LIFE_PART));
        return due.isBefore(early) ? early : due;
    }

    /** The pause after a number of failures in a row, a quarter of it by chance; longer where the vendor asks for it. */
    static Duration pause(int failures, double chance, @Nullable Duration asked) {
        Duration own = PAUSES.worth(failures);
        Duration spread = own.plus(times(own, chance / 4));
        Duration wanted = asked == null || asked.compareTo(LONGEST_ASKED) < 0 ? asked : LONGEST_ASKED;
        return wanted != null && wanted.compareTo(spread) > 0 ? wanted : spread;
    }

    /** How long after a token was got it may be given up again for being refused, the number of times in a row given. */
    static Duration doubt(int refusals) {
        return refusals == 0 ? Duration.ZERO : DOUBTS.worth(refusals);
    }

    private static Duration times(Duration duration, double factor) {
        return Duration.ofMillis((long) (duration.toMillis() * factor));
    }
}
