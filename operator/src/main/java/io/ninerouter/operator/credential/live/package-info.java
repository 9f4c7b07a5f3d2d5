/**
 * Does what {@link io.ninerouter.operator.credential} says: HTTP, Secrets, threads, the clock.
 *
 * <p>Starting points: {@link io.ninerouter.operator.credential.live.Keeper} (what the loop talks to), {@link
 * io.ninerouter.operator.credential.live.TokenVault} (reads and writes a Secret), {@link
 * io.ninerouter.operator.credential.live.HttpCalls} (asks a vendor).
 */
@NullMarked
package io.ninerouter.operator.credential.live;

import org.jspecify.annotations.NullMarked;
