package io.ninerouter.operator.status;

import io.ninerouter.operator.compile.Fragment;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.Verdict;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Since which publication each object's part has been what it is. A change elsewhere leaves it alone: so one object that is
 * applied ten times a second never makes the others wait for acknowledgements. Immutable.
 */
public record FragmentTracker(Map<ObjectRef, Tracked> byObject) {
    /** Nothing was published yet. */
    public static final FragmentTracker EMPTY = new FragmentTracker(Map.of());

    public FragmentTracker {
        byObject = Collections.unmodifiableMap(new HashMap<>(byObject));
    }

    /**
     * One object's part.
     *
     * @param fragment the part
     * @param configSequence publication of the configuration that brought it
     * @param credentialSequence publication of the credentials that brought it
     * @param credentialSince when the credential became what it is; null = before this process began
     */
    public record Tracked(
            Fragment fragment,
            long configSequence,
            long credentialSequence,
            @Nullable Instant credentialSince) {}

    /** One object's part; null when it has none. */
    public @Nullable Tracked find(ObjectRef ref) {
        return byObject.get(ref);
    }

    /** After a publication of everything under the given numbers. */
    public FragmentTracker advance(
            Map<ObjectRef, Verdict> verdicts, long configSequence, long credentialSequence, Instant now) {
        Map<ObjectRef, Tracked> changed = new HashMap<>();
        Set<ObjectRef> gone = new HashSet<>();
        verdicts.forEach((ref, verdict) -> {
            Fragment fragment = verdict.fragment();
            Tracked before = byObject.get(ref);
            if (fragment == null) {
                gone.add(ref);
            } else if (before == null) {
                changed.put(ref, new Tracked(fragment, configSequence, credentialSequence, null));
            } else if (!before.fragment().equals(fragment)) {
                changed.put(ref, advance(before, fragment, configSequence, credentialSequence, now));
            }
        });
        if (changed.isEmpty() && byObject.size() + gone.size() == verdicts.size()) {
            return this;
        }
        Map<ObjectRef, Tracked> next = new HashMap<>(byObject);
        next.keySet().removeAll(gone);
        next.putAll(changed);
        if (next.size() + gone.size() > verdicts.size()) {
            next.keySet().retainAll(verdicts.keySet());
        }
        return new FragmentTracker(next);
    }

    private static Tracked advance(
            Tracked before, Fragment fragment, long configSequence, long credentialSequence, Instant now) {
        boolean sameConfig = before.fragment().config().equals(fragment.config());
        boolean sameCredential = Objects.equals(before.fragment().credential(), fragment.credential());
        boolean sameSecrets = sameCredential && before.fragment().way().equals(fragment.way());
        return new Tracked(
                fragment,
                sameConfig ? before.configSequence() : configSequence,
                sameSecrets ? before.credentialSequence() : credentialSequence,
                sameCredential ? before.credentialSince() : now);
    }
}
