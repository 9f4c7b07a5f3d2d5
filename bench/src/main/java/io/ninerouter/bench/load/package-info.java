/**
 * The load: a closed loop of connections, each with one request at a time.
 *
 * <p>Starting points: {@link io.ninerouter.bench.load.LoadMain} (the process and its line protocol),
 * {@link io.ninerouter.bench.load.LoadRun} (one run).
 */
@NullMarked
package io.ninerouter.bench.load;

import org.jspecify.annotations.NullMarked;
