package io.ninerouter.gateway.dispatch;

import io.ninerouter.gateway.routing.Target;

/** Where an attempt goes, and how. */
record Way(Target target, Passage passage) {}
