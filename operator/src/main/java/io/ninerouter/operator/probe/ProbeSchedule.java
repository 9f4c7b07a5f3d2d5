package io.ninerouter.operator.probe;

import io.ninerouter.operator.backoff.Backoff;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.Probing;
import io.ninerouter.operator.schedule.Rota;
import io.ninerouter.operator.schedule.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which connections are to be checked when. What is new or asks another question than before is due at once; an answer is
 * asked for again after the interval and up to a fifth of it, later while the provider refuses or says nothing: twice, four
 * times, eight times the interval. What live traffic has shown lately is not asked for. A small state machine without clock,
 * threads and chance; not thread-safe.
 */
public final class ProbeSchedule {
    /** Where there is nothing to learn it is asked this many intervals later. */
    static final int SELDOM = 12;

    private static final int LONGEST_INTERVALS = 8;
    private static final double SPREAD = 0.2;

    private final DoubleSupplier chance;
    private final Rota<ObjectRef, Entry> rota;

    /**
     * An empty schedule.
     *
     * @param concurrency most checks at one time
     * @param chance from 0 to below 1
     */
    public ProbeSchedule(int concurrency, DoubleSupplier chance) {
        this.rota = new Rota<>(concurrency);
        this.chance = chance;
    }

    /**
     * What is to be checked of one connection.
     *
     * @param before what an earlier operator had been told of the very same credential; {@link Probed#NOTHING} = nothing. Looked
     *     at only when the connection is new here.
     * @param provenAt when live traffic last showed whether the provider takes the credential; null = it has not
     */
    public record Wanted(
            Probing probing, Probed before, @Nullable Instant provenAt) {}

    /**
     * A check to make now.
     *
     * @param ticket tells this check from others of the same connection
     */
    public record Start(ObjectRef connection, Probing.Ask ask, long ticket) {}

    /** From now on these connections of one Router are checked, and no others of it. */
    public void plan(ObjectRef router, Map<ObjectRef, Wanted> wanted, Instant now) {
        rota.plan(router, wanted, one -> Entry.of(router, one, now, chance), (entry, one) -> entry.change(one, now));
    }

    /** Forgets what belongs to other Routers than these. */
    public void retain(Set<ObjectRef> routers) {
        rota.retain(routers);
    }

    /** Forgets everything; answers that are under way are dropped when they come. */
    public void clear() {
        rota.clear();
    }

    /** The checks to make now, longest due first; they count as running until {@link #finished}. */
    public List<Start> due(Instant now) {
        return rota.start(now, (connection, entry, ticket) -> entry.start(connection, ticket));
    }

    /**
     * A check is over.
     *
     * @return the Router that has to tell something else now; null = nothing has changed, or nobody wants to know any more
     */
    public @Nullable ObjectRef finished(Start start, Answer answer, Instant now) {
        Entry entry = rota.end(start.connection(), start.ticket());
        if (entry == null) {
            return null;
        }
        Probing.Ask ask = entry.ask;
        if (ask == null || !ask.asksLike(start.ask())) {
            // Asked about something that is not there any more; what is there is due already.
            return null;
        }
        Probed before = entry.probed;
        entry.probed = before.with(answer, now);
        entry.again(ask, answer, now, chance.getAsDouble());
        return entry.probed.tellsMoreThan(before) ? entry.router() : null;
    }

    /** What is known of one connection. */
    public Probed probed(ObjectRef connection) {
        Entry entry = rota.find(connection);
        return entry == null ? Probed.NOTHING : entry.probed;
    }

    /** When the next check is due; null = none is, or as many run as may. */
    public @Nullable Instant nextAt() {
        return rota.nextAt();
    }

    /** One connection. */
    private static final class Entry extends Turn {
        private Probing.@Nullable Ask ask;
        private Probed probed = Probed.NOTHING;
        private int inRow;

        private Entry(ObjectRef router, Instant dueAt) {
            super(router, dueAt);
        }

        static Entry of(ObjectRef router, Wanted wanted, Instant now, DoubleSupplier chance) {
            Entry entry = new Entry(router, now);
            entry.change(wanted, now);
            Probing.Ask ask = entry.ask;
            if (ask != null && wanted.before().last() != null) {
                // Another operator has asked lately: a new leader does not ask for all of them at once.
                entry.dueAt(now.plus(part(ask.interval(), chance.getAsDouble())));
            }
            if (ask != null) {
                entry.probed = wanted.before();
            }
            return entry;
        }

        void change(Wanted wanted, Instant now) {
            switch (wanted.probing()) {
                case Probing.Never never -> {
                    ask = null;
                    probed = Probed.never(never.why());
                }
                case Probing.Ask next -> {
                    Probing.Ask before = ask;
                    ask = next;
                    if (before == null || !before.asksLike(next)) {
                        probed = Probed.NOTHING;
                        inRow = 0;
                        dueAt(now);
                    } else if (!before.interval().equals(next.interval())) {
                        dueAt(earlier(dueAt(), now.plus(next.interval())));
                    }
                    proven(next, wanted.provenAt());
                }
            }
        }

        @Override
        protected boolean isWanted() {
            return ask != null;
        }

        Start start(ObjectRef connection, long number) {
            return new Start(connection, Objects.requireNonNull(ask), number);
        }

        void again(Probing.Ask question, Answer answer, Instant now, double share) {
            boolean well = answer.kind() == Answer.Kind.TAKEN;
            inRow = well ? 0 : inRow + 1;
            Duration wait = switch (answer.kind()) {
                case TAKEN -> question.interval();
                case REFUSED, UNCLEAR -> later(question.interval());
                case OPEN, ABSENT -> question.interval().multipliedBy(SELDOM);
            };
            dueAt(now.plus(wait).plus(part(wait, share * SPREAD)));
        }

        private Duration later(Duration interval) {
            return new Backoff(interval, interval.multipliedBy(LONGEST_INTERVALS)).worth(inRow);
        }

        private void proven(Probing.Ask question, @Nullable Instant at) {
            Instant next = at == null ? null : at.plus(question.interval());
            if (next != null && next.isAfter(dueAt())) {
                dueAt(next);
            }
        }

        private static Instant earlier(Instant one, Instant other) {
            return one.isBefore(other) ? one : other;
        }
    }
}
