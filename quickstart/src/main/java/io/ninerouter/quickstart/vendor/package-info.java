/**
 * A vendor of subscriptions that follows a script: people log in to it with a device code or an authorization code, so that
 * logins, renewals and their failures can be seen from start to end before anybody trusts us with an account.
 *
 * <p>Its tokens are those of RFC 6749, 7636 (S256) and 8628; refresh tokens are good for one use. It has no passwords: whoever
 * opens its pages, on this machine alone, may consent.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.vendor.ScriptedVendor} (what is asked and answered),
 * {@link io.ninerouter.quickstart.vendor.Grants} (what it remembers). Pure: the provider's server asks it.
 */
@NullMarked
package io.ninerouter.quickstart.vendor;

import org.jspecify.annotations.NullMarked;
