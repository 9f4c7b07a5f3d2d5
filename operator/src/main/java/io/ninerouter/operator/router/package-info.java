/**
 * The loop of one Router: read the caches, compile, publish, tell.
 *
 * <p>Starting points: {@link io.ninerouter.operator.router.RouterReconciler} (the loop), {@link
 * io.ninerouter.operator.router.ObjectCaches} (what is watched, and which Router an event concerns), {@link
 * io.ninerouter.operator.router.Publisher} (the documents that gateways read; {@code Documents} puts them into Secrets).
 */
@NullMarked
package io.ninerouter.operator.router;

import org.jspecify.annotations.NullMarked;
