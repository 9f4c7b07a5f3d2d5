/**
 * Which way a request leaves: proxies, addresses that are out of reach, whom TLS trusts. Pure, and the same for gateways and
 * the operator: both read the environment and open connections themselves.
 *
 * <p>Starting points: {@link io.ninerouter.egress.Egress} (all that holds for one account), {@link
 * io.ninerouter.egress.ProxyRules} (which proxy), {@link io.ninerouter.egress.AddressGuard} (which addresses), {@link
 * io.ninerouter.egress.TlsMaterial} (certificates).
 */
@NullMarked
package io.ninerouter.egress;

import org.jspecify.annotations.NullMarked;
