/**
 * Meters and the request log. Names are those of OpenTelemetry's gen_ai conventions where these have one: towards its
 * callers the gateway is a gen_ai server, towards providers a client.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.metrics.GatewayMeters}, {@link io.ninerouter.gateway.metrics.RequestLogger}.
 */
@NullMarked
package io.ninerouter.gateway.metrics;

import org.jspecify.annotations.NullMarked;
