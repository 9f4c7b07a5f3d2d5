package io.ninerouter.gateway.trace;

import io.ninerouter.gateway.usage.Tracing;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether traces are exported, by the standard settings of OpenTelemetry: {@code OTEL_EXPORTER_OTLP_TRACES_ENDPOINT} or {@code
 * OTEL_EXPORTER_OTLP_ENDPOINT} switches them on; {@code OTEL_SDK_DISABLED=true} and {@code OTEL_TRACES_EXPORTER=none} off
 * again. Nothing of OpenTelemetry is loaded while they are off.
 */
public final class TraceExport {
    private static final Logger LOG = LoggerFactory.getLogger(TraceExport.class);
    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
    private static final String TRACES_ENDPOINT = "otel.exporter.otlp.traces.endpoint";

    private TraceExport() {}

    /**
     * The traces that the settings want; none, and a line in the log, when OpenTelemetry cannot use them.
     *
     * @param settings a value by its name in lower case with dots; null = not set
     * @param nowMillis the clock
     */
    public static Tracing of(Function<String, @Nullable String> settings, LongSupplier nowMillis) {
        Map<String, String> endpoints = new TreeMap<>();
        for (String name : new String[] {ENDPOINT, TRACES_ENDPOINT}) {
            String value = settings.apply(name);
            if (value != null && !value.isBlank()) {
                endpoints.put(name, value.strip());
            }
        }
        boolean off = endpoints.isEmpty()
                || "true".equalsIgnoreCase(settings.apply("otel.sdk.disabled"))
                || "none".equalsIgnoreCase(settings.apply("otel.traces.exporter"));
        return off ? Tracing.OFF : open(endpoints, nowMillis);
    }

    /** What is wrong with traces must not keep a gateway from serving. */
    private static Tracing open(Map<String, String> endpoints, LongSupplier nowMillis) {
        try {
            return OtlpTracing.open(endpoints, nowMillis);
        } catch (RuntimeException e) {
            LOG.error("traces are not exported: {}", reason(e));
            return Tracing.OFF;
        }
    }

    /** The first cause says which setting; of headers, which may hold a credential, it would say the value too. */
    private static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage());
        return message.contains("headers")
                ? "otel.exporter.otlp.headers: not readable (expected: name=value,...)"
                : message;
    }
}
