/**
 * What became of a request and of each attempt at it: the facts that logs, meters and reports are made of.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.usage.Tally} (collects while a request runs),
 * {@link io.ninerouter.gateway.usage.RequestRecord} and {@link io.ninerouter.gateway.usage.AttemptRecord} (what it yields).
 */
@NullMarked
package io.ninerouter.gateway.usage;

import org.jspecify.annotations.NullMarked;
