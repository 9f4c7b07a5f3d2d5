package io.ninerouter.operator.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is remembered of one account between two steps and may be lost: pauses after failures, and what was asked already. */
final class Memory {
    private static final int MOST_KEPT = 100;

    /** No question to the vendor before. */
    @Nullable
    Instant retryAt;

    int failures;
    /** What goes wrong now, for people. */
    @Nullable
    String trouble;

    @Nullable
    Instant pollAt;

    long slower;
    int codeTries;
    /** Marks of ours that are known to stand for nothing: the vendor was not asked, or has not done it. */
    private final Set<String> settled = new LinkedHashSet<>();

    int refusals;
    final Set<String> followed = new LinkedHashSet<>();
    String followedOf = "";

    @Nullable
    Instant followAt;

    int followTries;

    /** Something failed that may go well later. */
    void failed(String why, @Nullable Duration asked, double chance, Instant now) {
        failures++;
        trouble = why;
        retryAt = now.plus(RefreshSchedule.pause(failures, chance, asked));
    }

    /** A mark of ours stands for nothing. */
    void settle(String mark) {
        keep(settled, mark);
    }

    /** A question beside the tokens needs not be put again. */
    void followed(String name) {
        keep(followed, name);
    }

    private static void keep(Set<String> kept, String one) {
        if (kept.size() >= MOST_KEPT) {
            kept.remove(kept.iterator().next());
        }
        kept.add(one);
    }

    /** Whether a mark stands for nothing. */
    boolean isSettled(Stored.Begun begun) {
        return settled.contains(begun.toString());
    }

    /** The vendor did what it was asked. */
    void well() {
        failures = 0;
        trouble = null;
        retryAt = null;
    }

    /** A new login: nothing of the one before counts. */
    void begin() {
        pollAt = null;
        slower = 0;
        codeTries = 0;
    }

    /** What was asked of other tokens says nothing of these. */
    void follow(TokenSet tokens) {
        var identity = tokens.refresh() == null ? tokens.access() : tokens.refresh();
        String of = identity == null ? "" : Stored.digest(identity);
        if (!of.equals(followedOf)) {
            followedOf = of;
            followed.clear();
            followAt = null;
            followTries = 0;
        }
    }
}
