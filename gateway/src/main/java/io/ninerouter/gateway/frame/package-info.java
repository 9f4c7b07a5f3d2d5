/**
 * Framing over bytes: incremental parsers that take their input cut anywhere. They know frames and JSON structure, no
 * dialect.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.frame.SseParser},
 * {@link io.ninerouter.gateway.frame.EventStreamParser}, {@link io.ninerouter.gateway.frame.JsonScan},
 * {@link io.ninerouter.gateway.frame.RequestScanner} and {@link io.ninerouter.gateway.frame.BodySplice}.
 */
@NullMarked
package io.ninerouter.gateway.frame;

import org.jspecify.annotations.NullMarked;
