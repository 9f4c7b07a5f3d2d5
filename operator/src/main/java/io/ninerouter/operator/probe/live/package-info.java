/**
 * Makes the checks of {@link io.ninerouter.operator.probe}: HTTP, threads, the clock.
 *
 * <p>Starting points: {@link io.ninerouter.operator.probe.live.Prober} (what the loop talks to), {@link
 * io.ninerouter.operator.probe.live.HttpProbe} (one check).
 */
@NullMarked
package io.ninerouter.operator.probe.live;

import org.jspecify.annotations.NullMarked;
