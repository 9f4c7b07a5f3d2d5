/**
 * The neutral model that every dialect is translated to and from. It knows no wire format.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.chat.ChatRequest}, {@link io.ninerouter.gateway.chat.StreamEvent},
 * {@link io.ninerouter.gateway.chat.Completion}; for errors and tokens {@link io.ninerouter.gateway.chat.ApiError} and
 * {@link io.ninerouter.gateway.chat.Usage}.
 */
@NullMarked
package io.ninerouter.gateway.chat;

import org.jspecify.annotations.NullMarked;
