package io.ninerouter.operator.status;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The revisions of one document that were published lately, numbered. It lets an acknowledgement of an older revision count
 * for whatever has not changed since. Immutable; remembers {@link #CAPACITY} revisions.
 *
 * @param entries oldest first; sequences rise
 */
public record RevisionHistory(List<Published> entries) {
    /** At ten changes a second, a hundred seconds: far longer than a gateway takes to report. */
    static final int CAPACITY = 1_024;

    /** Nothing was published yet. */
    public static final RevisionHistory EMPTY = new RevisionHistory(List.of());

    public RevisionHistory {
        entries = List.copyOf(entries);
    }

    /** A revision and its number, from 1. */
    public record Published(long sequence, String revision) {}

    /** With a revision published now; the same history when it is the current one already. */
    public RevisionHistory publish(String revision) {
        if (revision.equals(current())) {
            return this;
        }
        List<Published> next =
                new ArrayList<>(entries.subList(Math.max(0, entries.size() - CAPACITY + 1), entries.size()));
        next.add(new Published(sequence() + 1, revision));
        return new RevisionHistory(next);
    }

    /** The number of the current revision; 0 before the first. */
    public long sequence() {
        return entries.isEmpty() ? 0 : entries.getLast().sequence();
    }

    /** The current revision; null before the first. */
    public @Nullable String current() {
        return entries.isEmpty() ? null : entries.getLast().revision();
    }

    /**
     * The newest number that a replica which serves a revision has acknowledged: content that comes back (A, B, A) counts for
     * its last publication, as it is the same content. 0 = a revision that is not remembered, or none.
     */
    public long acknowledged(@Nullable String revision) {
        for (int i = entries.size() - 1; revision != null && i >= 0; i--) {
            if (entries.get(i).revision().equals(revision)) {
                return entries.get(i).sequence();
            }
        }
        return 0;
    }
}
