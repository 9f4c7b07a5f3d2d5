/**
 * Asks providers what {@link io.ninerouter.operator.discover} has scheduled: HTTP, threads, the clock.
 *
 * <p>Starting points: {@link io.ninerouter.operator.discover.live.Asker} (what the loop talks to), {@link
 * io.ninerouter.operator.discover.live.AskCall} (one question with all its pages).
 */
@NullMarked
package io.ninerouter.operator.discover.live;

import org.jspecify.annotations.NullMarked;
