package io.ninerouter.gateway.dispatch;

import io.ninerouter.gateway.routing.Target;

/**
 * Where an attempt goes, and how.
 *
 * @param again whether the target is asked once more, since a kept connection to it had been closed
 */
record Way(Target target, Passage passage, boolean again) {}
