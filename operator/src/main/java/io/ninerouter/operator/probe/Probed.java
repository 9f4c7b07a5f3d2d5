package io.ninerouter.operator.probe;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the checks of one connection's credential have yielded so far.
 *
 * @param never why it is not checked, for people; null = it is
 * @param last the answer that stands; null = none yet
 * @param lastSince when it was first given; null with {@code last}
 * @param clear the newest answer that says yes or no; null = none yet
 * @param clearAt when it was last given; null with {@code clear}
 */
public record Probed(
        @Nullable String never,
        @Nullable Answer last,
        @Nullable Instant lastSince,
        @Nullable Answer clear,
        @Nullable Instant clearAt) {

    /** Nothing was asked yet. */
    public static final Probed NOTHING = new Probed(null, null, null, null, null);

    /** It is not checked. */
    public static Probed never(String why) {
        return new Probed(why, null, null, null, null);
    }

    /** What an earlier operator had been told. */
    public static Probed before(
            @Nullable Answer last, @Nullable Instant lastSince, @Nullable Answer clear, @Nullable Instant clearAt) {
        return new Probed(null, last, lastSince, clear, clearAt);
    }

    /** After one more answer. */
    Probed with(Answer answer, Instant now) {
        boolean same = answer.equals(last);
        return new Probed(
                null,
                answer,
                same ? lastSince : now,
                answer.kind().isClear() ? answer : clear,
                answer.kind().isClear() ? now : clearAt);
    }

    /** Whether somebody who was told the other has to be told this: the time of a check that said the same is no news. */
    boolean tellsMoreThan(Probed other) {
        return !Objects.equals(last, other.last);
    }
}
