package io.ninerouter.gateway.trace;

import io.ninerouter.gateway.usage.RequestTrace;
import io.ninerouter.gateway.usage.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Traces, exported by OTLP over HTTP in batches on threads of their own. What comes faster than it can be sent is dropped;
 * requests never wait for it. Settings are those of OpenTelemetry's SDK ({@code OTEL_*}); metrics and logs are not exported
 * this way. Thread-safe.
 */
final class OtlpTracing implements Tracing, AutoCloseable {
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "ninerouter-gateway",
            "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none");

    /** Baggage is not passed on: providers are other people's. */
    private static final W3CTraceContextPropagator CONTEXT = W3CTraceContextPropagator.getInstance();

    private static final TextMapGetter<Function<String, @Nullable String>> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Function<String, @Nullable String> headers) {
            return List.copyOf(CONTEXT.fields());
        }

        @Override
        public @Nullable String get(@Nullable Function<String, @Nullable String> headers, String name) {
            return headers == null ? null : headers.apply(name);
        }
    };

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;
    private final LongSupplier nowMillis;

    private OtlpTracing(OpenTelemetrySdk sdk, LongSupplier nowMillis) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer("io.ninerouter.gateway");
        this.nowMillis = nowMillis;
    }

    /**
     * Begins to export.
     *
     * @param settings by their names; the environment goes before them
     */
    static OtlpTracing open(Map<String, String> settings, LongSupplier nowMillis) {
        Map<String, String> all = new TreeMap<>(DEFAULTS);
        all.putAll(settings);
        OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> all)
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk();
        return new OtlpTracing(sdk, nowMillis);
    }

    @Override
    public @Nullable RequestTrace begin(Function<String, @Nullable String> headers) {
        Context caller = CONTEXT.extract(Context.root(), headers, HEADERS);
        long now = TimeUnit.MILLISECONDS.toNanos(nowMillis.getAsLong());
        Span span = tracer.spanBuilder("request")
                .setParent(caller)
                .setSpanKind(SpanKind.SERVER)
                .setStartTimestamp(now, TimeUnit.NANOSECONDS)
                .startSpan();
        return new SpansOfRequest(tracer, span, now, nowMillis);
    }

    /** Sends what waits, for at most ten seconds. */
    @Override
    public void close() {
        sdk.shutdown().join(10, TimeUnit.SECONDS);
    }
}
