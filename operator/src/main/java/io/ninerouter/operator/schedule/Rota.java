package io.ninerouter.operator.schedule;

import io.ninerouter.operator.compile.ObjectRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is: of all subjects those that are due, longest due first, and never more at one time than may be. An answer
 * counts only for the question that it was given to: each has a ticket, and a subject that was forgotten meanwhile has none. A
 * small state machine without clock, threads and chance; not thread-safe.
 *
 * @param <S> what is asked about
 * @param <T> its turn
 */
public final class Rota<S, T extends Turn> {
    private final int concurrency;
    private final Map<S, T> turns = new HashMap<>();
    /** Routers whose subjects may be among them. */
    private final Set<ObjectRef> planned = new HashSet<>();

    private int running;
    private long tickets;

    /**
     * An empty one.
     *
     * @param concurrency most questions at one time
     */
    public Rota(int concurrency) {
        this.concurrency = concurrency;
    }

    /** Makes a question of a subject whose turn it is. */
    @FunctionalInterface
    public interface Start<S, T, Q> {
        /** The question; {@code ticket} is given back with its answer. */
        Q question(S subject, T turn, long ticket);
    }

    /**
     * From now on a Router wants these, and no others.
     *
     * @param first makes the turn of a subject that is new here
     * @param change tells one that is known what is wanted now
     */
    public <W> void plan(ObjectRef router, Map<S, W> wanted, Function<W, T> first, BiConsumer<T, W> change) {
        planned.add(router);
        turns.entrySet().removeIf(one -> one.getValue().isOf(router) && !wanted.containsKey(one.getKey()));
        wanted.forEach((subject, one) -> {
            T turn = turns.get(subject);
            if (turn == null) {
                turns.put(subject, first.apply(one));
            } else {
                turn.of(router);
                change.accept(turn, one);
            }
        });
    }

    /** Forgets what belongs to other Routers than these. */
    public void retain(Set<ObjectRef> routers) {
        if (planned.retainAll(routers)) {
            turns.values().removeIf(turn -> !routers.contains(turn.router()));
        }
    }

    /** Forgets everything; answers that are under way are dropped when they come. */
    public void clear() {
        planned.clear();
        turns.clear();
    }

    /** The questions to put now; they count as running until {@link #end}. */
    public <Q> List<Q> start(Instant now, Start<S, T, Q> start) {
        List<Map.Entry<S, T>> due = turns.entrySet().stream()
                .filter(one ->
                        one.getValue().isWaiting() && !one.getValue().dueAt().isAfter(now))
                .sorted(Comparator.comparing(one -> one.getValue().dueAt()))
                .limit(Math.max(0, concurrency - running))
                .toList();
        running += due.size();
        return due.stream()
                .map(one -> {
                    one.getValue().begin(++tickets);
                    return start.question(one.getKey(), one.getValue(), tickets);
                })
                .toList();
    }

    /** A question is over; null = nobody wants to know its answer any more. */
    public @Nullable T end(S subject, long ticket) {
        running--;
        T turn = turns.get(subject);
        return turn != null && turn.end(ticket) ? turn : null;
    }

    /** What is known of a subject; null = it is none. */
    public @Nullable T find(S subject) {
        return turns.get(subject);
    }

    /** When the next question is due; null = none is, or as many run as may. */
    public @Nullable Instant nextAt() {
        return running >= concurrency
                ? null
                : turns.values().stream()
                        .filter(Turn::isWaiting)
                        .map(Turn::dueAt)
                        .min(Comparator.naturalOrder())
                        .orElse(null);
    }
}
