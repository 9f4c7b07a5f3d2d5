package io.ninerouter.gateway.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait, for a moment and only so many, for something that may come: each is told once, that it got it or why
 * not, on its own thread. Not thread-safe; who is told runs outside.
 */
final class WaitingLine {
    /** More than that do not wait. */
    static final int MOST = 64;

    private final List<Waiter> waiters = new ArrayList<>(2);

    /**
     * One that waits.
     *
     * @param amount what it needs
     * @param otherwise what it is told when its time is over
     * @param on where it is told
     * @param told what became of it
     */
    record Waiter(long amount, Refusal otherwise, Executor on, Consumer<Outcome> told) {
        void tell(Outcome outcome) {
            try {
                on.execute(() -> told.accept(outcome));
            } catch (RejectedExecutionException shutDown) {
                // Its connection is gone with its loop: nobody else is in the way.
                told.accept(outcome);
            }
        }

        void giveUp() {
            tell(new Outcome(0, otherwise));
        }
    }

    /**
     * What became of asking.
     *
     * @param period of money: the one that it is of
     * @param refusal null = it is there
     */
    record Outcome(long period, @Nullable Refusal refusal) {}

    /** Whether it may wait; then {@link #leave} follows when its time is over. */
    boolean join(Waiter waiter) {
        return waiters.size() < MOST && waiters.add(waiter);
    }

    /** No longer waits; says whether it did. */
    boolean leave(Waiter waiter) {
        return waiters.remove(waiter);
    }

    /** Lets those go, in order, that get what they need. */
    void advance(LongPredicate gets, long period) {
        waiters.removeIf(waiter -> {
            boolean served = gets.test(waiter.amount());
            if (served) {
                waiter.tell(new Outcome(period, null));
            }
            return served;
        });
    }

    /** Sends those away that will not get what they need. */
    void dismiss(LongPredicate inVain, Refusal refusal) {
        waiters.removeIf(waiter -> {
            boolean over = inVain.test(waiter.amount());
            if (over) {
                waiter.tell(new Outcome(0, refusal));
            }
            return over;
        });
    }

    /** The least that somebody needs; 0 = nobody waits. */
    long least() {
        return waiters.stream().mapToLong(Waiter::amount).min().orElse(0);
    }

    int size() {
        return waiters.size();
    }
}
