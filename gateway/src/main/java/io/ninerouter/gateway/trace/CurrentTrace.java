package io.ninerouter.gateway.trace;

import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/**
 * The sampled span that this thread measures for, while it tells meters of it: these keep it as an exemplar. Thread-safe:
 * each thread has its own.
 */
public final class CurrentTrace implements SpanContext {
    private static final ThreadLocal<@Nullable Ids> CURRENT = new ThreadLocal<>();

    /** Runs something that measures for a span. */
    static void during(String traceId, String spanId, Runnable measuring) {
        CURRENT.set(new Ids(traceId, spanId));
        try {
            measuring.run();
        } finally {
            CURRENT.remove();
        }
    }

    @Override
    public @Nullable String getCurrentTraceId() {
        Ids ids = CURRENT.get();
        return ids == null ? null : ids.traceId();
    }

    @Override
    public @Nullable String getCurrentSpanId() {
        Ids ids = CURRENT.get();
        return ids == null ? null : ids.spanId();
    }

    @Override
    public boolean isCurrentSpanSampled() {
        return CURRENT.get() != null;
    }

    @Override
    public void markCurrentSpanAsExemplar() {
        // Every span that is a candidate is exported already.
    }

    private record Ids(String traceId, String spanId) {}
}
