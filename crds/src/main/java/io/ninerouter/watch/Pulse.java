package io.ninerouter.watch;

import java.time.Duration;

/**
 * When a peer is asked for a sign of life, and when it counts as gone. A watch may rightly be silent for a minute, so silence
 * alone says nothing; a ping that is not answered does. Pure.
 *
 * @param every so often it is asked
 * @param most so much silence is too much; several times as long, so that one that is slow is not taken for gone
 */
public record Pulse(Duration every, Duration most) {
    /** Every 15 s; gone after 45 s. */
    public static final Pulse DEFAULT = new Pulse(Duration.ofSeconds(15), Duration.ofSeconds(45));

    public Pulse {
        if (!every.isPositive() || most.compareTo(every) <= 0) {
            throw new IllegalArgumentException(
                    "pulse every " + every + ", gone after " + most + " (expected: positive, the latter longer)");
        }
    }

    /** Whether a peer of which nothing was heard for so long counts as gone. */
    boolean isGone(long silentNanos) {
        return silentNanos >= most.toNanos();
    }
}
