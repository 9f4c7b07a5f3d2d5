/**
 * How long whoever has failed waits: rounds and writes of the operator, questions, renewals of tokens. Pure, and below all others.
 *
 * <p>Starting point: {@link io.ninerouter.operator.backoff.Backoff}.
 */
@NullMarked
package io.ninerouter.operator.backoff;

import org.jspecify.annotations.NullMarked;
