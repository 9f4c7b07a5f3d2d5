package io.ninerouter.operator.credential;

import io.ninerouter.operator.backoff.Backoff;
import io.ninerouter.operator.credential.Agenda.Todo;
import io.ninerouter.operator.credential.Outcome.Next;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the tokens of one account: says, one after the other, what is to be read, written and asked, and is told what came of
 * it. Everything that must not be lost stands in the Secret before the next step, so that another may go on at any point:
 *
 * <ul>
 *   <li>A token or code that can be used but once is marked in the Secret before it is shown to the vendor. The mark names
 *       the version that was read: of two who want to renew one alone succeeds, and who comes later sees that it was begun.
 *   <li>What the vendor gave is written in one update, with whatever it replaces, and before anybody uses it. A write that
 *       fails is tried until it lands, however long that takes, also when another operator leads meanwhile.
 *   <li>What somebody else has written meanwhile counts: an answer is dropped when what it was asked for is no more there.
 * </ul>
 *
 * <p>Pure: time and chance are arguments. Not thread-safe.
 */
public final class Keeping {
    /** Between a mark and its question: whoever was held up longer has lost the right to ask. */
    static final Duration PROMPT = Duration.ofSeconds(5);

    private static final Backoff RETRY = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    private final RandomGenerator random;
    private final Memory memory = new Memory();
    private Wanted wanted;
    private Phase phase = new Phase.Idle();
    private @Nullable Stored stored;
    private boolean fresh;
    private boolean resigned;
    private int failures;
    private @Nullable Instant retryAt;

    /** Nothing is known yet: the Secret is read first. */
    public Keeping(Wanted wanted, RandomGenerator random) {
        this.wanted = wanted;
        this.random = random;
    }

    /** What is to be done; each is done once and followed by one of the calls that tell what came of it. */
    public sealed interface Effect {
        /** The Secret is read: {@link #read} or {@link #broken}. */
        record Read() implements Effect {}

        /**
         * The Secret is changed, if it still is what was read: {@link #wrote}, {@link #outdated} or {@link #broken}.
         *
         * @param base as it was read; null = it is made, if it still is not there
         */
        record Write(@Nullable Stored base, Change change) implements Effect {}

        /** The vendor is asked: {@link #answered}. */
        record Call(Ask ask) implements Effect {}

        /** Nothing is done until then, or until something has changed; null = only then. */
        record Rest(@Nullable Instant until) implements Effect {}
    }

    private sealed interface Phase {
        record Idle() implements Phase {}

        record Noting(Change change) implements Phase {}

        record Marking(Exchange exchange, Change mark, Instant since) implements Phase {}

        record Calling(Exchange exchange, Instant since) implements Phase {}

        record Saving(Exchange exchange, Change change) implements Phase {}
    }

    /** The connection wants this from now on. */
    public void want(Wanted next) {
        if (!next.account().equals(wanted.account()) || !Objects.equals(next.source(), wanted.source())) {
            memory.retryAt = null;
        }
        wanted = next;
    }

    /** The Secret may have changed. */
    public void stale() {
        fresh = false;
    }

    /** Another operator leads: nothing more is begun; what is under way is brought to its end. */
    public void resign() {
        resigned = true;
    }

    /** Whether something is under way that must be brought to its end. */
    public boolean holds() {
        return phase instanceof Phase.Marking || phase instanceof Phase.Calling || phase instanceof Phase.Saving;
    }

    /** What goes wrong now and may go well later, for people; null = nothing. */
    public @Nullable String trouble() {
        return memory.trouble;
    }

    /** What is to be done now. */
    public Effect next(Instant now) {
        while (true) {
            Effect effect = step(now);
            if (effect != null) {
                return effect;
            }
        }
    }

    private @Nullable Effect step(Instant now) {
        if (retryAt != null && retryAt.isAfter(now) && !(phase instanceof Phase.Calling)) {
            return new Effect.Rest(retryAt);
        }
        return switch (phase) {
            case Phase.Idle _ -> resigned ? new Effect.Rest(null) : fresh ? plan(now) : new Effect.Read();
            case Phase.Noting noting -> new Effect.Write(stored, noting.change());
            case Phase.Marking marking -> resigned ? rest() : new Effect.Write(stored, marking.mark());
            case Phase.Calling calling -> call(calling, now);
            case Phase.Saving saving -> save(saving);
        };
    }

    private Effect rest() {
        phase = new Phase.Idle();
        return new Effect.Rest(null);
    }

    private @Nullable Effect plan(Instant now) {
        return switch (Agenda.next(wanted, stored, memory, random, now)) {
            case Todo.Wait wait -> new Effect.Rest(wait.until());
            case Todo.Note note -> to(new Phase.Noting(note.change()));
            case Todo.Do todo ->
                to(
                        todo.mark() == null
                                ? new Phase.Calling(todo.exchange(), now)
                                : new Phase.Marking(todo.exchange(), todo.mark(), now));
        };
    }

    private @Nullable Effect to(Phase next) {
        phase = next;
        return null;
    }

    private @Nullable Effect call(Phase.Calling calling, Instant now) {
        if (now.isAfter(calling.since().plus(PROMPT))) {
            // Nobody was asked: the mark stands for nothing.
            if (calling.exchange() instanceof Exchange.Refresh refresh) {
                memory.settle(refresh.mark());
            }
            idle();
            return null;
        }
        Next decoded = calling.exchange() instanceof Exchange.Code code
                ? new Outcome(wanted, memory, random, now).decoded(code)
                : null;
        if (decoded != null) {
            go(calling.exchange(), decoded, now);
            return null;
        }
        try {
            return new Effect.Call(calling.exchange().ask(wanted, now));
        } catch (IllegalArgumentException | IllegalStateException e) {
            // Its message may hold a token that an address was made of.
            go(
                    calling.exchange(),
                    new Outcome(wanted, memory, random, now)
                            .of(
                                    calling.exchange(),
                                    new Answer.None(
                                            false, "it cannot be sent: an address or header that HTTP does not allow")),
                    now);
            return null;
        }
    }

    private @Nullable Effect save(Phase.Saving saving) {
        if (!fresh) {
            return new Effect.Read();
        }
        if (saving.change().standsIn(stored) || !saving.exchange().stands(wanted, stored)) {
            phase = new Phase.Idle();
            return null;
        }
        return new Effect.Write(stored, saving.change());
    }

    /** The Secret as it stands; null = it is not there. */
    public void read(@Nullable Stored secret) {
        stored = secret;
        fresh = true;
        well();
    }

    /** The Secret as it stands after the write. */
    public void wrote(Stored secret) {
        stored = secret;
        fresh = true;
        well();
        phase = switch (phase) {
            case Phase.Marking marking when !resigned -> new Phase.Calling(marking.exchange(), marking.since());
            // Nobody was asked, and whoever comes next has to know that.
            case Phase.Marking marking
            when marking.exchange() instanceof Exchange.Refresh ->
                new Phase.Saving(marking.exchange(), Change.mark(Keys.BEGUN, null));
            default -> new Phase.Idle();
        };
    }

    /** The Secret was not what it had been: nothing was written. */
    public void outdated() {
        fresh = false;
        well();
        if (!(phase instanceof Phase.Saving)) {
            phase = new Phase.Idle();
        }
    }

    /** Nobody knows what came of a read or write. */
    public void broken(Instant now) {
        fresh = false;
        failures++;
        retryAt = now.plus(RETRY.worth(failures));
        if (phase instanceof Phase.Marking marking && marking.exchange() instanceof Exchange.Refresh refresh) {
            // It may stand there: it stands for nothing.
            memory.settle(refresh.mark());
        }
        if (!(phase instanceof Phase.Saving)) {
            phase = new Phase.Idle();
        }
    }

    /** What the vendor said. */
    public void answered(Answer answer, Instant now) {
        if (!(phase instanceof Phase.Calling calling)) {
            throw new IllegalStateException("an answer without a question");
        }
        go(calling.exchange(), new Outcome(wanted, memory, random, now).of(calling.exchange(), answer), now);
    }

    private void go(Exchange exchange, Next next, Instant now) {
        phase = switch (next) {
            case Next.Save save -> new Phase.Saving(exchange, save.change());
            case Next.Ask ask -> new Phase.Calling(ask.exchange(), now);
            case Next.Done _ -> new Phase.Idle();
        };
    }

    private void idle() {
        phase = new Phase.Idle();
        fresh = false;
    }

    private void well() {
        failures = 0;
        retryAt = null;
    }
}
