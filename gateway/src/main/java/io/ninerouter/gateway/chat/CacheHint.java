package io.ninerouter.gateway.chat;

import org.jspecify.annotations.Nullable;

/**
 * The caller asks that the prompt up to and including here be cached (Anthropic's {@code cache_control} of type
 * {@code ephemeral}; some OpenAI-compatible providers take it too).
 *
 * @param ttl for how long, such as {@code 5m} or {@code 1h}; null = the provider's default
 */
public record CacheHint(@Nullable String ttl) {}
