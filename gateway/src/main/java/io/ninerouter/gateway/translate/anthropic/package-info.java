/**
 * Anthropic Messages: requests and answers, read and written.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.translate.anthropic.AnthropicCodec}; for requests to providers
 * {@code RequestEncoder} and {@code ConversationPlanner}, for streams {@code AnthropicStreamDecoder} and
 * {@code AnthropicStreamEncoder}.
 */
@NullMarked
package io.ninerouter.gateway.translate.anthropic;

import org.jspecify.annotations.NullMarked;
