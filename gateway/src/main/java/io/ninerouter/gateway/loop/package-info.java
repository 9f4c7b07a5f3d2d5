/**
 * The event loops of the data path: one a core, on which callers' connections and those to providers live alike.
 *
 * <p>Starting point: {@link io.ninerouter.gateway.loop.EdgeLoops}.
 */
@NullMarked
package io.ninerouter.gateway.loop;

import org.jspecify.annotations.NullMarked;
