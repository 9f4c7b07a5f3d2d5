package io.ninerouter.gateway.identity;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Claims of tokens whose signature was found good, by digest of the token: an agent shows the same one for most of an hour.
 * Bounded: when the young half is full it becomes the old half, and the old half goes. Bad tokens are not remembered, so that
 * nobody can push good ones out. Thread-safe.
 */
final class Verified {
    private final int half;
    private volatile Halves halves = new Halves(new ConcurrentHashMap<>(), Map.of());

    /** Remembers at most twice as many. */
    Verified(int half) {
        this.half = half;
    }

    @Nullable
    Claims find(String digest) {
        Halves now = halves;
        Claims young = now.young().get(digest);
        if (young != null) {
            return young;
        }
        Claims old = now.old().get(digest);
        if (old != null) {
            put(digest, old);
        }
        return old;
    }

    void put(String digest, Claims claims) {
        Halves now = halves;
        if (now.young().size() >= half) {
            // Two threads may do this at once: then one half is lost, which costs its tokens one signature each.
            now = new Halves(new ConcurrentHashMap<>(), now.young());
            halves = now;
        }
        now.young().put(digest, claims);
    }

    int size() {
        Halves now = halves;
        return now.young().size() + now.old().size();
    }

    private record Halves(Map<String, Claims> young, Map<String, Claims> old) {}
}
