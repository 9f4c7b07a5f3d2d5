/**
 * The neutral model that every dialect is translated to and from. It knows no wire format.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.chat.Usage}, {@link io.ninerouter.gateway.chat.ApiError},
 * {@link io.ninerouter.gateway.chat.AnswerWatch}.
 */
@NullMarked
package io.ninerouter.gateway.chat;

import org.jspecify.annotations.NullMarked;
