package io.ninerouter.gateway.dispatch;

import io.ninerouter.gateway.chat.HiddenSeals;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Which seals of a conversation a model at an account has refused, and which it has taken since: a client that keeps what
 * another vendor signed shows it again with each turn. And which account has given which of late, whatever the conversation: a
 * seal is unlike all others. Of this replica alone, and bounded: what was not asked about for longest is forgotten, at the
 * cost of one more refusal. Holds digests and no content. Thread-safe.
 */
final class SealMemory {
    private static final int MAX_SEALS = 65_536;

    /** About 100 bytes each. */
    private static final int MAX_GIVEN = 16_384;

    private final int most;
    private final Map<Long, String> given = new LinkedHashMap<>();
    private final Map<Place, Verdict> known = new LinkedHashMap<>(16, 0.75f, true);
    private int seals;
    private volatile boolean empty = true;

    SealMemory() {
        this(MAX_SEALS);
    }

    /** @param most seals in all */
    SealMemory(int most) {
        this.most = most;
    }

    /**
     * A conversation with a model at an account.
     *
     * @param conversation names it, without content
     */
    record Place(String conversation, String connection, String model) {}

    /**
     * What is known there.
     *
     * @param refused digests of those that stood in what was refused, and without which it was answered
     * @param taken digests of those that stood in what was answered
     */
    record Verdict(Set<Long> refused, Set<Long> taken) {
        static final Verdict NONE = new Verdict(Set.of(), Set.of());

        Verdict {
            refused = Set.copyOf(refused);
            taken = Set.copyOf(taken);
        }

        /** With what an answer has taught; what was once taken is no stranger's. */
        Verdict with(Set<Long> alsoRefused, Set<Long> alsoTaken) {
            Set<Long> all = new HashSet<>(taken);
            all.addAll(alsoTaken);
            Set<Long> strange = new HashSet<>(refused);
            strange.addAll(alsoRefused);
            strange.removeAll(all);
            return new Verdict(strange, all);
        }

        private int size() {
            return refused.size() + taken.size() + 1;
        }
    }

    /**
     * An account has given seals.
     *
     * @param digests of them
     */
    void gave(String connection, Set<Long> digests) {
        if (digests.isEmpty()) {
            return;
        }
        synchronized (given) {
            digests.forEach(digest -> given.put(digest, connection));
            Iterator<String> eldest = given.values().iterator();
            while (given.size() > MAX_GIVEN) {
                eldest.next();
                eldest.remove();
            }
        }
    }

    /**
     * Digests of those seals that an account has given.
     *
     * @param seals texts of some; asked for only where it may have given any
     */
    Set<Long> givenBy(String connection, Supplier<Collection<String>> seals) {
        synchronized (given) {
            if (given.isEmpty()) {
                return Set.of();
            }
        }
        Set<Long> digests = new HashSet<>();
        seals.get().forEach(seal -> digests.add(HiddenSeals.digest(seal)));
        synchronized (given) {
            digests.removeIf(digest -> !connection.equals(given.get(digest)));
        }
        return digests;
    }

    /** Whether nothing is known of any conversation: the usual case, which costs no lookup. */
    boolean isEmpty() {
        return empty;
    }

    synchronized Verdict of(Place place) {
        return known.getOrDefault(place, Verdict.NONE);
    }

    synchronized void learn(Place place, Verdict verdict) {
        if (verdict.size() > most) {
            return;
        }
        Verdict before = known.put(place, verdict);
        seals += verdict.size() - (before == null ? 0 : before.size());
        Iterator<Verdict> eldest = known.values().iterator();
        while (seals > most) {
            seals -= eldest.next().size();
            eldest.remove();
        }
        empty = false;
    }
}
