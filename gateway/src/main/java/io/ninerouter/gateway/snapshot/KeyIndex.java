package io.ninerouter.gateway.snapshot;

import io.ninerouter.config.KeyConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The callers of one configuration, by what they show. Immutable once built. */
final class KeyIndex {
    private static final KeyLookup UNKNOWN = new KeyLookup.Unknown();
    private static final KeyLookup STALE = new KeyLookup.Stale();
    private static final KeyLookup REPLACED = new KeyLookup.Replaced();

    private final List<String> problems = new ArrayList<>();
    private final Map<String, Key> keys = new HashMap<>();
    private final Set<String> callers = new HashSet<>();
    private final Map<String, Account> accounts = new HashMap<>();

    private KeyIndex() {}

    static KeyIndex of(List<KeyConfig> callers) {
        KeyIndex index = new KeyIndex();
        callers.forEach(index::add);
        return index;
    }

    List<String> problems() {
        return problems;
    }

    KeyLookup lookup(String digest, long nowMillis) {
        Key key = keys.get(digest);
        // The map's own comparison stops at the first difference; the verdict does not.
        if (key == null || !sameDigest(key.digest(), digest)) {
            return UNKNOWN;
        }
        return key.untilMillis() != null && nowMillis >= key.untilMillis() ? REPLACED : key.known();
    }

    boolean hasCaller(String name) {
        return callers.contains(name);
    }

    KeyLookup account(String subject, String uid) {
        Account account = accounts.get(subject);
        if (account == null) {
            return UNKNOWN;
        }
        return account.uid().equals(uid) ? account.known() : STALE;
    }

    private void add(KeyConfig key) {
        callers.add(key.caller());
        KeyLookup.Known known = new KeyLookup.Known(new Caller(
                key.caller(),
                key.active(),
                key.expiresAtMillis(),
                new ModelGlobs(key.models()),
                key.limits(),
                key.budget()));
        KeyConfig.ServiceAccount account = key.serviceAccount();
        if (account != null && accounts.putIfAbsent(account.subject(), new Account(account.uid(), known)) != null) {
            problems.add("subject of " + key.caller() + ": another caller has the same one (left out)");
        }
        for (String digest : key.digests()) {
            Key entry = new Key(digest, key.digestUntilMillis().get(digest), known);
            if (keys.putIfAbsent(digest, entry) != null) {
                problems.add("key of " + key.caller() + ": another caller has the same one (left out)");
            }
        }
    }

    private static boolean sameDigest(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private record Key(String digest, @Nullable Long untilMillis, KeyLookup.Known known) {}

    private record Account(String uid, KeyLookup.Known known) {}
}
