package io.ninerouter.gateway.dispatch;

import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.routing.Target;

/** A target that was asked, or would have been, in vain. */
record Tried(Target target, Outcome outcome) {}
