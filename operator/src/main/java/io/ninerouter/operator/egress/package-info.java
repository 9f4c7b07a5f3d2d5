/**
 * The operator's own calls to providers: checks of credentials, logins, refreshes. They go the way that the connection's
 * traffic goes: its proxy, its certificates, its guard.
 *
 * <p>Starting points: {@link io.ninerouter.operator.egress.OutboundHttp} (one call), {@link io.ninerouter.egress.Egress} (the
 * way).
 */
@NullMarked
package io.ninerouter.operator.egress;

import org.jspecify.annotations.NullMarked;
