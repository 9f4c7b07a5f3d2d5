/**
 * The vendors' own SDKs as clients of the gateway, in front of providers of every dialect.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.clients.Stage}, {@link io.ninerouter.gateway.clients.Scenes}.
 */
package io.ninerouter.gateway.clients;
