/**
 * Looking at processes from outside: nothing here needs a line of code in what is measured.
 *
 * <p>Starting points: {@link io.ninerouter.bench.probe.ProcessMeter}, {@link io.ninerouter.bench.probe.JvmMeter}.
 */
@NullMarked
package io.ninerouter.bench.probe;

import org.jspecify.annotations.NullMarked;
