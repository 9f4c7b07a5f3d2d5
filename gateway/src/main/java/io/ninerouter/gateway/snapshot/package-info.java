/**
 * The configuration compiled for use: parsed and indexed once, immutable, swapped whole.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.snapshot.Snapshot},
 * {@link io.ninerouter.gateway.snapshot.SnapshotHolder}, {@link io.ninerouter.gateway.snapshot.Caller},
 * {@link io.ninerouter.gateway.snapshot.Provider} (where it is, what is spoken to which model).
 */
@NullMarked
package io.ninerouter.gateway.snapshot;

import org.jspecify.annotations.NullMarked;
