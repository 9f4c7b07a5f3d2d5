/**
 * The HTTP surface: what a path means, reading requests, writing answers, errors in the caller's dialect.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.http.Routes} (the paths),
 * {@link io.ninerouter.gateway.http.AskHandler} (the hot path), {@link io.ninerouter.gateway.http.ErrorAnswers}.
 */
@NullMarked
package io.ninerouter.gateway.http;

import org.jspecify.annotations.NullMarked;
