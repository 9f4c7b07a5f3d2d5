package io.ninerouter.operator.compile;

import io.ninerouter.config.SecretText;
import io.ninerouter.operator.apikey.KeyRecord;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The Secrets that the compiled objects name.
 *
 * @param bySecret by {@code namespace/name}; a Secret that is missing here does not exist
 */
public record SecretValues(Map<String, Entry> bySecret) {
    /** Nothing exists. */
    public static final SecretValues NONE = new SecretValues(Map.of());

    public SecretValues {
        bySecret = Collections.unmodifiableMap(new TreeMap<>(bySecret));
    }

    /** One Secret; null when it does not exist. */
    public @Nullable Entry find(String namespace, String name) {
        return bySecret.get(namespace + "/" + name);
    }

    /** The Secret that was issued to an ApiKey, whatever its name; null when there is none. */
    public @Nullable Entry issuedTo(String uid) {
        return bySecret.values().stream()
                .filter(entry -> uid.equals(entry.ownerUid()))
                .findFirst()
                .orElse(null);
    }

    /**
     * One Secret.
     *
     * @param ownerUid uid of the controller that the Secret belongs to; null = nobody's
     * @param values by key, without keys whose value is blank
     * @param blank keys whose value is blank
     * @param issued what is told of a key that was issued into it
     * @param annotations of ours, that say how tokens in it stand
     * @param lost whether the operator made it, and it lost its owner: a backup leaves owners out
     */
    public record Entry(
            @Nullable String ownerUid,
            Map<String, SecretText> values,
            Set<String> blank,
            Issued issued,
            Map<String, String> annotations,
            boolean lost) {
        public Entry {
            annotations = Map.copyOf(annotations);
            values = Collections.unmodifiableMap(new TreeMap<>(values));
            blank = Collections.unmodifiableSet(new TreeSet<>(blank));
        }

        /** A Secret that holds no tokens. */
        public Entry(@Nullable String ownerUid, Map<String, SecretText> values, Set<String> blank, Issued issued) {
            this(ownerUid, values, blank, issued, Map.of(), false);
        }

        /** A Secret that a user made. */
        public Entry(@Nullable String ownerUid, Map<String, SecretText> values) {
            this(ownerUid, values, Set.of(), Issued.NONE, Map.of(), false);
        }

        /** The same with a key that will be issued next. */
        public Entry withUpcoming(String digest) {
            return new Entry(ownerUid, values, blank, new Issued(issued.record(), digest), annotations, lost);
        }

        /** Whether the operator made it for the object with this uid, or may take it back for that. */
        boolean isOf(String uid) {
            return lost || uid.equals(ownerUid);
        }

        /** What is wrong when a key is missing: the end of a sentence that begins with the Secret. Names keys, never values. */
        String without(String key) {
            return blank.contains(key)
                    ? ", key " + key + ": empty (expected: a value)"
                    : " has no key " + key + " (expected: one; it has: "
                            + (values.isEmpty() ? "none" : String.join(", ", values.keySet())) + ")";
        }
    }

    /**
     * What is told of an issued key.
     *
     * @param record its history, without what is over
     * @param upcoming digest of the key that will replace it; null = none yet
     */
    public record Issued(KeyRecord record, @Nullable String upcoming) {
        /** Nothing. */
        public static final Issued NONE = new Issued(KeyRecord.NONE, null);
    }

    /** The same with one Secret replaced. */
    public SecretValues with(String namespace, String name, Entry entry) {
        Map<String, Entry> next = new TreeMap<>(bySecret);
        next.put(namespace + "/" + name, entry);
        return new SecretValues(next);
    }
}
