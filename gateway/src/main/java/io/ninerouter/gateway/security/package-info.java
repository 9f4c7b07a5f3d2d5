/**
 * Who asks, and whether it is served at all.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.security.ApiKeyFilter} (the whole chain), {@link
 * io.ninerouter.gateway.security.Callers} (who it is; pure),
 * {@link io.ninerouter.gateway.security.Admission} (what a handler finds).
 */
@NullMarked
package io.ninerouter.gateway.security;

import org.jspecify.annotations.NullMarked;
