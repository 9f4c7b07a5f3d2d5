/**
 * Ollama's own dialect, {@code POST /api/chat}, as providers speak it; after its API reference and the facts of its source
 * ({@code api/types.go}).
 *
 * <p>Starting point: {@link io.ninerouter.gateway.translate.ollama.OllamaCodec}.
 */
@NullMarked
package io.ninerouter.gateway.translate.ollama;

import org.jspecify.annotations.NullMarked;
