/**
 * What traffic has taught of each account and endpoint: cooldowns, refused credentials, breakers, latencies, requests in
 * flight. The clock and chance are arguments.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.health.HealthBoard}, {@link io.ninerouter.gateway.health.Outcome},
 * {@link io.ninerouter.gateway.health.Fault}.
 */
@NullMarked
package io.ninerouter.gateway.health;

import org.jspecify.annotations.NullMarked;
