/**
 * The server's certificate.
 *
 * <p>Starting points: {@link io.ninerouter.quickstart.api.tls.ServerCertificate}.
 */
@NullMarked
package io.ninerouter.quickstart.api.tls;

import org.jspecify.annotations.NullMarked;
