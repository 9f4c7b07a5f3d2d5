/**
 * From a model string to the targets to try, in order. Pure: clock, counters and chance are arguments.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.routing.RoutePlanner}, {@link io.ninerouter.gateway.routing.Target},
 * {@link io.ninerouter.gateway.routing.ModelList}.
 */
@NullMarked
package io.ninerouter.gateway.routing;

import org.jspecify.annotations.NullMarked;
