/**
 * Events for people: what {@code kubectl describe} shows.
 *
 * <p>Starting points: {@link io.ninerouter.operator.event.Transitions} (which changes are worth an Event; pure), {@link
 * io.ninerouter.operator.event.Announcer} (writes them, deduplicated).
 */
@NullMarked
package io.ninerouter.operator.event;

import org.jspecify.annotations.NullMarked;
