/**
 * From a request that was read to an answer that may be sent: the plan, the attempts, the commit point.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.dispatch.Dispatcher} (the pipeline),
 * {@link io.ninerouter.gateway.dispatch.Attempts} (fallback), {@link io.ninerouter.gateway.dispatch.Relay} (one answer on
 * its way through: hold back, commit, forward, fail honestly).
 */
@NullMarked
package io.ninerouter.gateway.dispatch;

import org.jspecify.annotations.NullMarked;
