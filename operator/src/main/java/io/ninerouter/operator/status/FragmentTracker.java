package io.ninerouter.operator.status;

import io.ninerouter.operator.compile.Fragment;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.SharedMaps;
import io.ninerouter.operator.compile.Verdict;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;

/**
 * Since which publication each object's part has been what it is. A change elsewhere leaves it alone: so one object that is
 * applied ten times a second never makes the others wait for acknowledgements. Immutable.
 */
public final class FragmentTracker {
    /** Nothing was published yet. */
    public static final FragmentTracker EMPTY = new FragmentTracker(HashTreePMap.empty());

    private final HashPMap<ObjectRef, Tracked> byObject;

    private FragmentTracker(HashPMap<ObjectRef, Tracked> byObject) {
        this.byObject = byObject;
    }

    /** What stood in what was published before. */
    public static FragmentTracker of(Map<ObjectRef, Tracked> byObject) {
        return new FragmentTracker(SharedMaps.hashed(byObject));
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
        return advance(verdicts, null, configSequence, credentialSequence, now);
    }

    /**
     * The same, faster.
     *
     * @param changed objects of which anything else was said than at the publication before, gone ones included; null = any
     */
    public FragmentTracker advance(
            Map<ObjectRef, Verdict> verdicts,
            @Nullable Set<ObjectRef> changed,
            long configSequence,
            long credentialSequence,
            Instant now) {
        HashPMap<ObjectRef, Tracked> next = byObject;
        if (changed == null) {
            for (ObjectRef ref : byObject.keySet()) {
                next = verdicts.containsKey(ref) ? next : next.minus(ref);
            }
        }
        boolean same = next.size() == byObject.size();
        for (ObjectRef ref : changed == null ? verdicts.keySet() : changed) {
            Verdict verdict = verdicts.get(ref);
            Fragment fragment = verdict == null ? null : verdict.fragment();
            Tracked before = byObject.get(ref);
            if (fragment == null) {
                same &= !next.containsKey(ref);
                next = next.minus(ref);
            } else if (before == null) {
                same = false;
                next = next.plus(ref, new Tracked(fragment, configSequence, credentialSequence, null));
            } else if (!before.fragment().equals(fragment)) {
                same = false;
                next = next.plus(ref, advance(before, fragment, configSequence, credentialSequence, now));
            }
        }
        return same ? this : new FragmentTracker(next);
    }

    @Override
    public String toString() {
        return byObject.toString();
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
