/**
 * What one replica accepts, and what each caller may do and spend on it: buckets for requests and tokens a minute, places, and
 * a part of the budget. How much of a caller's limits is this replica's the operator says.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.limits.LimitBoard} (all callers), {@code CallerAccount} (one of them),
 * {@link io.ninerouter.gateway.limits.Permit} (one request); {@code Bucket} and {@code Purse} are the pure cores, {@link
 * io.ninerouter.gateway.limits.InFlight} bounds the replica itself.
 */
@NullMarked
package io.ninerouter.gateway.limits;

import org.jspecify.annotations.NullMarked;
