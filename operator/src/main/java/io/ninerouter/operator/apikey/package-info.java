/**
 * Keys of callers: how one looks, what its Secret holds, and who writes it.
 *
 * <p>Starting points: {@link io.ninerouter.operator.apikey.KeyFormat} (the key itself), {@link
 * io.ninerouter.operator.apikey.KeySecret} (what to do with an ApiKey's Secret; pure), {@link
 * io.ninerouter.operator.apikey.KeyIssuer} (does it).
 */
@NullMarked
package io.ninerouter.operator.apikey;

import org.jspecify.annotations.NullMarked;
