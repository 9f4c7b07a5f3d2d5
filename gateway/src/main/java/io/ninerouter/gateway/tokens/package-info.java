/**
 * How many tokens something is, when no provider says. Estimates: what they are off by is written at each rule.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.tokens.TokenEstimator} for requests and answers,
 * {@link io.ninerouter.gateway.tokens.TokenCounts} for the bodies of {@code count_tokens} and {@code countTokens}.
 */
@NullMarked
package io.ninerouter.gateway.tokens;

import org.jspecify.annotations.NullMarked;
