/**
 * What one replica accepts.
 *
 * <p>Starting point: {@link io.ninerouter.gateway.limits.InFlight}.
 */
@NullMarked
package io.ninerouter.gateway.limits;

import org.jspecify.annotations.NullMarked;
