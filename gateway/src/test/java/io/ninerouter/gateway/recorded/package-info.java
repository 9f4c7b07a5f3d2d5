/**
 * Inputs for tests: recorded and random.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.recorded.Recordings}, {@link io.ninerouter.gateway.recorded.RandomJson}.
 */
@NullMarked
package io.ninerouter.gateway.recorded;

import org.jspecify.annotations.NullMarked;
