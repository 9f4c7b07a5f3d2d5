package io.ninerouter.operator.credential;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Collects when something is due that is not due yet: the first of it is when to look again. */
final class Alarm {
    private final Instant now;
    private @Nullable Instant first;

    Alarm(Instant now) {
        this.now = now;
    }

    /** Whether a moment, if it is one, has not come. */
    boolean isLater(@Nullable Instant at) {
        if (at == null || !at.isAfter(now)) {
            return false;
        }
        set(at);
        return true;
    }

    void set(@Nullable Instant at) {
        if (at != null && (first == null || at.isBefore(first))) {
            first = at;
        }
    }

    /** The first moment; null = none. */
    @Nullable
    Instant at() {
        return first;
    }
}
