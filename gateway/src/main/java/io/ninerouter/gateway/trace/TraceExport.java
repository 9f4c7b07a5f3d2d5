package io.ninerouter.gateway.trace;

import io.ninerouter.gateway.usage.Tracing;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether traces are exported, by the standard settings of OpenTelemetry: {@code OTEL_EXPORTER_OTLP_TRACES_ENDPOINT} or {@code
 * OTEL_EXPORTER_OTLP_ENDPOINT} switches them on; {@code OTEL_SDK_DISABLED=true} and {@code OTEL_TRACES_EXPORTER=none} off
 * again. Nothing of OpenTelemetry is loaded while they are off.
 */
public final class TraceExport {
    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
    private static final String TRACES_ENDPOINT = "otel.exporter.otlp.traces.endpoint";

    private TraceExport() {}

    /**
     * The traces that the settings want.
     *
     * @param settings a value by its name in lower case with dots; null = not set
     * @param nowMillis the clock
     * @throws IllegalArgumentException when a setting cannot be used
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
        return off ? Tracing.OFF : OtlpTracing.open(endpoints, nowMillis);
    }
}
