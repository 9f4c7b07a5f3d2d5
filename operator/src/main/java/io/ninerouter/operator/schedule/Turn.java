package io.ninerouter.operator.schedule;

import io.ninerouter.operator.compile.ObjectRef;
import java.time.Duration;
import java.time.Instant;

/** When a subject is next, and whether it is being asked about now. Not thread-safe. */
public abstract class Turn {
    private ObjectRef router;
    private Instant dueAt;
    private long ticket;

    /** Due from then on. */
    protected Turn(ObjectRef router, Instant dueAt) {
        this.router = router;
        this.dueAt = dueAt;
    }

    /** The Router that wants to know. */
    public final ObjectRef router() {
        return router;
    }

    /** When it is due. */
    protected final Instant dueAt() {
        return dueAt;
    }

    /** It is due then instead. */
    protected final void dueAt(Instant at) {
        dueAt = at;
    }

    /** Whether a question is under way. */
    protected final boolean isRunning() {
        return ticket != 0;
    }

    /** Whether there is anything to ask. */
    protected boolean isWanted() {
        return true;
    }

    final boolean isWaiting() {
        return isWanted() && !isRunning();
    }

    final boolean isOf(ObjectRef other) {
        return router.equals(other);
    }

    final void of(ObjectRef other) {
        router = other;
    }

    final void begin(long number) {
        ticket = number;
    }

    final boolean end(long number) {
        boolean same = ticket == number;
        ticket = same ? 0 : ticket;
        return same;
    }

    /** A part of a time. */
    public static Duration part(Duration whole, double share) {
        return Duration.ofMillis((long) (whole.toMillis() * share));
    }
}
