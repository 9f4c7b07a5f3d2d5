/**
 * What traffic has taught of each account: cooldowns, refused credentials, requests in flight. The clock and chance are
 * arguments.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.health.HealthBoard}, {@link io.ninerouter.gateway.health.Outcome},
 * {@link io.ninerouter.gateway.health.CooldownPolicy}.
 */
@NullMarked
package io.ninerouter.gateway.health;

import org.jspecify.annotations.NullMarked;
