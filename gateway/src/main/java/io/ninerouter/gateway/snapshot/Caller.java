package io.ninerouter.gateway.snapshot;

import io.ninerouter.config.KeyBudget;
import io.ninerouter.config.KeyLimits;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param name {@code namespace/name} of the ApiKey, or {@code anonymous}; goes into logs and metrics
 * @param active false = paused
 * @param expiresAtMillis epoch milliseconds from which on the caller is refused; null = never
 * @param models what it may use
 * @param limits what it may do on all replicas together; null = as much as it likes
 * @param budget what it may spend on all replicas together; null = as much as it likes
 */
public record Caller(
        String name,
        boolean active,
        @Nullable Long expiresAtMillis,
        ModelGlobs models,
        @Nullable KeyLimits limits,
        @Nullable KeyBudget budget) {

    /** A caller without limits. */
    public Caller(String name, boolean active, @Nullable Long expiresAtMillis, ModelGlobs models) {
        this(name, active, expiresAtMillis, models, null, null);
    }

    /** A caller without a key, where the Router asks for none: may use everything. */
    public static final Caller ANONYMOUS = new Caller("anonymous", true, null, ModelGlobs.ALL);

    /** Whether the caller is served at a moment; 403 unless {@link Standing#ACTIVE}. */
    public Standing standing(long nowMillis) {
        if (!active) {
            return Standing.PAUSED;
        }
        return expiresAtMillis != null && nowMillis >= expiresAtMillis ? Standing.EXPIRED : Standing.ACTIVE;
    }

    /** Whether anything has to be counted for it. */
    public boolean isBounded() {
        return limits != null || budget != null;
    }

    /**
     * Whether the allow-list has this model string. A request is allowed when the list has what the caller typed, or any
     * name on the way from there (alias, combo), or the {@code provider/model} at its end (with the provider's id or any
     * prefix of it); a combo that is not listed serves through those members that are.
     */
    public boolean mayUse(String modelString) {
        return models.allow(modelString);
    }

    /** How a known caller stands. */
    public enum Standing {
        /** Is served. */
        ACTIVE,
        /** Switched off by its owner. */
        PAUSED,
        /** Past its time. */
        EXPIRED
    }
}
