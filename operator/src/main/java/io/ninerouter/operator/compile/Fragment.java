package io.ninerouter.operator.compile;

import io.ninerouter.config.Credential;
import org.jspecify.annotations.Nullable;

/**
 * What one object contributes: as long as it is equal, a replica that served it goes on serving it, whatever becomes of
 * other objects.
 *
 * @param config its part of the configuration; {@link #ABSENT} when its part is to be absent
 * @param credential its part of the credentials; null = none
 */
public record Fragment(Object config, @Nullable Credential credential) {
    /** Stands for "not in the configuration, and rightly so". */
    public static final String ABSENT = "absent";

    /** A part of the configuration without a credential. */
    public static Fragment of(Object config) {
        return new Fragment(config, null);
    }
}
