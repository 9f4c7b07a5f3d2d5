/**
 * The little of HTTP/1.1 that both ends of the benchmark need. Written by hand, so that they cost next to nothing beside
 * the process that is measured.
 *
 * <p>Starting points: {@link io.ninerouter.bench.wire.HttpReader}, {@link io.ninerouter.bench.wire.Loops}.
 */
@NullMarked
package io.ninerouter.bench.wire;

import org.jspecify.annotations.NullMarked;
