package io.ninerouter.operator.discover;

import io.ninerouter.operator.backoff.Backoff;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.Question;
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
 * Which questions are put when. A new or another question, another account, a new key, or a new token where the last one was of
 * no use, is due at once; what is answered is asked again after the interval and up to a fifth of it, what is not after a
 * minute, doubled each time up to an hour. A small state machine without clock, threads and chance; not thread-safe.
 */
public final class AskSchedule {
    static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    static final Duration LAST_RETRY = Duration.ofHours(1);
    private static final Backoff RETRY = new Backoff(FIRST_RETRY, LAST_RETRY);
    private static final double SPREAD = 0.2;

    private final DoubleSupplier chance;
    private final Rota<Subject, Entry> rota;

    /**
     * An empty schedule.
     *
     * @param concurrency most questions at one time
     * @param chance from 0 to below 1
     */
    public AskSchedule(int concurrency, DoubleSupplier chance) {
        this.rota = new Rota<>(concurrency);
        this.chance = chance;
    }

    /** What is asked about whom: an account has one question of each sort. */
    public record Subject(ObjectRef connection, Sort sort) {}

    /** What is asked. */
    public enum Sort {
        /** Its models. */
        MODELS,
        /** Its quotas. */
        QUOTAS
    }

    /**
     * A question that is to be put now and then.
     *
     * @param interval from one answer to the next question
     * @param answered whether an earlier operator has an answer already; looked at only when the question is new here
     */
    public record Wanted(Question question, Duration interval, boolean answered) {}

    /**
     * A question to put now.
     *
     * @param ticket tells it from others about the same
     */
    public record Start(Subject subject, Question question, long ticket) {}

    /** From now on these questions are put for one Router, and no others. */
    public void plan(ObjectRef router, Map<Subject, Wanted> wanted, Instant now) {
        rota.plan(
                router,
                wanted,
                one -> new Entry(router, one, firstAt(one, now)),
                (entry, one) -> entry.change(one, now));
    }

    /** A new leader does not ask for all of them at once. */
    private Instant firstAt(Wanted wanted, Instant now) {
        return wanted.answered() ? now.plus(Turn.part(wanted.interval(), chance.getAsDouble())) : now;
    }

    /** Forgets what belongs to other Routers than these. */
    public void retain(Set<ObjectRef> routers) {
        rota.retain(routers);
    }

    /** Forgets everything; answers that are under way are dropped when they come. */
    public void clear() {
        rota.clear();
    }

    /** The questions to put now, longest due first; they count as running until {@link #finished}. */
    public List<Start> due(Instant now) {
        return rota.start(now, (subject, entry, ticket) -> entry.start(subject, ticket, now));
    }

    /**
     * A question was answered, or was not.
     *
     * @return the Router that wants to know; null = nobody does any more
     */
    public @Nullable ObjectRef finished(Start start, boolean well, Instant now) {
        Entry entry = rota.end(start.subject(), start.ticket());
        if (entry == null) {
            return null;
        }
        if (isAnother(entry.question, start.question())) {
            entry.pressing = false;
            // Asked about something that is not there any more; what is there is due already.
            return null;
        }
        // What another key was told is no answer about this one.
        return entry.again(well, now, chance.getAsDouble()) ? null : entry.router();
    }

    /** When the next question is due; null = none is, or as many run as may. */
    public @Nullable Instant nextAt() {
        return rota.nextAt();
    }

    private static boolean isAnother(Question one, Question other) {
        return !one.asksLike(other) || !one.isOfAccount(other);
    }

    /** One question. */
    private static final class Entry extends Turn {
        private Question question;
        private Duration interval;
        private @Nullable Instant askedAt;
        private int failures;
        private boolean pressing;

        private Entry(ObjectRef router, Wanted wanted, Instant dueAt) {
            super(router, dueAt);
            this.question = wanted.question();
            this.interval = wanted.interval();
        }

        private void change(Wanted wanted, Instant now) {
            Question before = question;
            question = wanted.question();
            boolean shorter = wanted.interval().compareTo(interval) < 0;
            interval = wanted.interval();
            boolean another = isAnother(before, question);
            boolean shown = !Objects.equals(before.credential(), question.credential());
            if (another || (shown && (question.lasting() || failures > 0))) {
                failures = 0;
                dueAt(now);
            } else if (shorter && failures == 0 && askedAt != null) {
                Instant earlier = askedAt.plus(interval);
                dueAt(earlier.isBefore(dueAt()) ? earlier : dueAt());
            }
            pressing |= shown && isRunning();
        }

        /** Waits for its next turn; whether a newer credential, which its answer says nothing of, has come meanwhile. */
        private boolean again(boolean well, Instant now, double share) {
            boolean superseded = pressing && question.lasting();
            failures = well ? 0 : failures + 1;
            if (superseded || (pressing && !well)) {
                dueAt(now);
            } else {
                Duration wait = well ? interval : RETRY.worth(failures);
                dueAt(now.plus(wait).plus(part(wait, share * SPREAD)));
            }
            pressing = false;
            return superseded;
        }

        private Start start(Subject subject, long number, Instant now) {
            askedAt = now;
            return new Start(subject, question, number);
        }
    }
}
