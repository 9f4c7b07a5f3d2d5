/**
 * Keys of callers: how one looks, what its Secret holds, when it is replaced, and who writes it.
 *
 * <p>Starting points: {@link io.ninerouter.operator.apikey.KeySecret} (what to do with an ApiKey's Secret; pure), {@link
 * io.ninerouter.operator.apikey.RotationSchedule} (when a key is replaced; pure), {@link
 * io.ninerouter.operator.apikey.KeyIssuer} (writes).
 */
@NullMarked
package io.ninerouter.operator.apikey;

import org.jspecify.annotations.NullMarked;
