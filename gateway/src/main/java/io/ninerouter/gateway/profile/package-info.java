/**
 * What providers need that data cannot say: functions over a request that tell how its body and headers are to be.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.profile.Profiles}, {@link io.ninerouter.gateway.profile.Occasion},
 * {@link io.ninerouter.gateway.profile.ConversationId}.
 */
@NullMarked
package io.ninerouter.gateway.profile;

import org.jspecify.annotations.NullMarked;
