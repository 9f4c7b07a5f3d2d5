/**
 * Dialects and the pipes that answers run through. One package a dialect; none knows another, and none knows this one.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.translate.Dialects},
 * {@link io.ninerouter.gateway.translate.ResponsePipe}.
 */
@NullMarked
package io.ninerouter.gateway.translate;

import org.jspecify.annotations.NullMarked;
