/**
 * What every dialect implements, and what several of them need: the contract of the translation core. It knows the neutral
 * model and no dialect. The reasons are in {@code translate/DESIGN.md}.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.codec.DialectCodec}, {@link io.ninerouter.gateway.codec.Exchange},
 * {@link io.ninerouter.gateway.codec.RequestShaper}.
 */
@NullMarked
package io.ninerouter.gateway.codec;

import org.jspecify.annotations.NullMarked;
