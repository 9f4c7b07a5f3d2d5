/**
 * Dialects and the pipes that answers run through. One package a dialect; none knows another, and none knows this one.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.translate.Dialects},
 * {@link io.ninerouter.gateway.translate.ResponsePipe}, {@link io.ninerouter.gateway.translate.Translation}. Why it is so:
 * {@code DESIGN.md}.
 */
@NullMarked
package io.ninerouter.gateway.translate;

import org.jspecify.annotations.NullMarked;
