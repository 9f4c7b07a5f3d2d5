package io.ninerouter.operator.compile;

import io.ninerouter.config.SecretText;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
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

    /**
     * One Secret.
     *
     * @param ownerUid uid of the controller that the Secret belongs to; null = nobody's
     * @param values by key, without keys whose value is blank
     */
    public record Entry(@Nullable String ownerUid, Map<String, SecretText> values) {
        public Entry {
            values = Collections.unmodifiableMap(new TreeMap<>(values));
        }
    }
}
