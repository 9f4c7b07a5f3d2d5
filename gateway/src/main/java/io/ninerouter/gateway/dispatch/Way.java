package io.ninerouter.gateway.dispatch;

import io.ninerouter.gateway.routing.Target;

/**
 * Where an attempt goes, and how.
 *
 * @param last whether nothing is left to try, so that an error inside a good answer is the caller's
 */
record Way(Target target, Passage passage, boolean last) {}
