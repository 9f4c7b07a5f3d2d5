/**
 * Traces by OpenTelemetry, off by default. Only {@link io.ninerouter.gateway.trace.TraceExport} may be touched while they are:
 * the other classes need the SDK, whose loading costs time and memory.
 *
 * <p>Starting points: {@link io.ninerouter.gateway.trace.TraceExport} (whether), {@code SpansOfRequest} (which spans), {@code
 * SpanFacts} (what they say).
 */
@NullMarked
package io.ninerouter.gateway.trace;

import org.jspecify.annotations.NullMarked;
