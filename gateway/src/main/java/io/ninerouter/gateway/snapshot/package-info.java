/**
 * The configuration compiled for use: parsed and indexed once, immutable, swapped whole.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.snapshot.Snapshot},
 * {@link io.ninerouter.gateway.snapshot.SnapshotHolder}, {@link io.ninerouter.gateway.snapshot.Caller}.
 */
@NullMarked
package io.ninerouter.gateway.snapshot;

import org.jspecify.annotations.NullMarked;
