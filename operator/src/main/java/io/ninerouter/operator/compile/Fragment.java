package io.ninerouter.operator.compile;

import io.ninerouter.config.Credential;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one object contributes: as long as it is equal, a replica that served it goes on serving it, whatever becomes of
 * other objects.
 *
 * @param config its part of the configuration; {@link #ABSENT} when its part is to be absent
 * @param credential its part of the credentials; null = none
 * @param way what is secret of the way on which it is reached, by entry of the credentials: a proxy's password, a client's key.
 *     Replicas acknowledge it like the credential, though the provider never sees it
 */
public record Fragment(Object config, @Nullable Credential credential, Map<String, Credential> way) {
    /** Stands for "not in the configuration, and rightly so". */
    public static final String ABSENT = "absent";

    public Fragment {
        way = Map.copyOf(way);
    }

    /** What is reached without anything secret. */
    public Fragment(Object config, @Nullable Credential credential) {
        this(config, credential, Map.of());
    }

    /** A part of the configuration without a credential. */
    public static Fragment of(Object config) {
        return new Fragment(config, null);
    }
}
