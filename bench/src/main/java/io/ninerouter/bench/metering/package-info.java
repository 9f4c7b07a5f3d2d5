/**
 * What counting a request costs, part by part, in one JVM.
 *
 * <p>Starting points: {@link io.ninerouter.bench.metering.Parts} (what is measured), {@link
 * io.ninerouter.bench.metering.Part} (how).
 */
@NullMarked
package io.ninerouter.bench.metering;

import org.jspecify.annotations.NullMarked;
