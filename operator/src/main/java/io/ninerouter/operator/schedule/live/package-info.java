/**
 * Keeps a {@link io.ninerouter.operator.schedule.Rota} going: threads and the clock.
 *
 * <p>Starting point: {@link io.ninerouter.operator.schedule.live.Clockwork}.
 */
@NullMarked
package io.ninerouter.operator.schedule.live;

import org.jspecify.annotations.NullMarked;
