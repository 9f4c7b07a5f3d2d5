package io.ninerouter.gateway.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * What a request came to.
 *
 * @param answer for the caller
 * @param target {@code provider/model/connection} that it is of; null when none was asked, or none has answered yet
 */
public record Dispatched(Answer answer, @Nullable String target) {}
