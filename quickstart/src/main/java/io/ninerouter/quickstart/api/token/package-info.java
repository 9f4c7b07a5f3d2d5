/**
 * Tokens of ServiceAccounts: issued by TokenRequest, verified by whoever reads the public keys.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.api.token.AccountTokens}.
 */
@NullMarked
package io.ninerouter.quickstart.api.token;

import org.jspecify.annotations.NullMarked;
