package io.ninerouter.operator.compile;

import io.ninerouter.egress.Egress;
import org.jspecify.annotations.Nullable;

/**
 * What is asked about one account.
 *
 * @param models which models it is offered; null = that is not asked
 * @param quotas how much of its windows it has used; null = that is not asked
 */
public record Asking(@Nullable Question models, @Nullable Question quotas) {
    /** Nothing is asked. */
    public static final Asking NOTHING = new Asking(null, null);

    Asking by(Egress way) {
        return new Asking(models == null ? null : models.by(way), quotas == null ? null : quotas.by(way));
    }
}
