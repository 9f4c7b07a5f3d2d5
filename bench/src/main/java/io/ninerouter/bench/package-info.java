/**
 * The benchmark: what a request costs the gateway in processor time and memory, beside nginx in the same run.
 *
 * <p>Three kinds of processes: the upstream and the load on one core, what is measured on another. Figures come from the
 * operating system and the JVM's management interface; the product has no code for it.
 *
 * <p>Starting points: {@link io.ninerouter.bench.BenchMain}, {@link io.ninerouter.bench.Scenario} (what is asked for),
 * {@link io.ninerouter.bench.Targets} (of whom); {@link io.ninerouter.bench.StreamsBenchMain} (many streams at once),
 * {@link io.ninerouter.bench.SoakMain} (an hour of everything).
 */
@NullMarked
package io.ninerouter.bench;

import org.jspecify.annotations.NullMarked;
