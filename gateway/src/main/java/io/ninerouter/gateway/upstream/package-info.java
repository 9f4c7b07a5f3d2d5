/**
 * Calls to providers: one HTTP exchange each, on the event loop of the caller, credentials applied last.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.upstream.UpstreamClient} (send, receive, cancel),
 * {@link io.ninerouter.gateway.upstream.Authorizer} (where a credential goes),
 * {@link io.ninerouter.gateway.upstream.Signatures} (what signs all of a request).
 */
@NullMarked
package io.ninerouter.gateway.upstream;

import org.jspecify.annotations.NullMarked;
