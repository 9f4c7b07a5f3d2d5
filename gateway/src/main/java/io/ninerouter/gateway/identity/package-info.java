/**
 * Callers that show a token of the cluster in place of a key. Verified here with the public keys of the configuration; nobody
 * is asked, so that neither a garbage token nor an API server that is down costs more than a signature.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.identity.TokenVerifier}, {@link io.ninerouter.gateway.identity.TokenVerdict}.
 */
@NullMarked
package io.ninerouter.gateway.identity;

import org.jspecify.annotations.NullMarked;
