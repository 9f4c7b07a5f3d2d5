package io.ninerouter.operator.router;

import io.ninerouter.config.SecretText;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keys that are about to be written: their digests are published first, so that nobody ever holds a key that a gateway does
 * not know yet. Held in memory alone, on purpose: until it is written nobody knows such a key, so that after a crash another
 * one does as well. Thread-safe.
 */
final class UpcomingKeys {
    private final Map<String, Upcoming> byUid = new ConcurrentHashMap<>();

    /** A key and since when it waits. */
    record Upcoming(SecretText key, Instant since) {}

    /** The one of an ApiKey; null when none waits. */
    @Nullable
    Upcoming find(String uid) {
        return byUid.get(uid);
    }

    /** The one of an ApiKey, made now if none waits. */
    Upcoming prepare(String uid, Supplier<SecretText> key, Instant now) {
        return byUid.computeIfAbsent(uid, none -> new Upcoming(key.get(), now));
    }

    /** Whether none waits. */
    boolean isEmpty() {
        return byUid.isEmpty();
    }

    /** Forgets one: it was written, or is not wanted any more. */
    void forget(String uid) {
        byUid.remove(uid);
    }

    /** Forgets those of ApiKeys that are gone; {@code existing} is asked only when one waits. */
    void retain(Supplier<Set<String>> existing) {
        if (!byUid.isEmpty()) {
            byUid.keySet().retainAll(existing.get());
        }
    }
}
