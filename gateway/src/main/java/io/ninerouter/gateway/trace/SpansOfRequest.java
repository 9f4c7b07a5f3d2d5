package io.ninerouter.gateway.trace;

import io.ninerouter.config.GatewayConfig.RequestLog;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.usage.Asker;
import io.ninerouter.gateway.usage.AttemptRecord;
import io.ninerouter.gateway.usage.RequestRecord;
import io.ninerouter.gateway.usage.RequestTrace;
import io.ninerouter.gateway.usage.UsageListener;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * One span for a request and one for each attempt that was sent. They end when the records of request and attempts say, which
 * also fill them: a span says what the request log says, no content, no message of a provider, no credential.
 */
final class SpansOfRequest implements RequestTrace {
    private static final W3CTraceContextPropagator CONTEXT = W3CTraceContextPropagator.getInstance();

    private final Tracer tracer;
    private final Span request;
    private final long begunNanos;
    private final LongSupplier nowMillis;
    private final Map<Integer, Sent> sent = new HashMap<>(2);

    SpansOfRequest(Tracer tracer, Span request, long begunNanos, LongSupplier nowMillis) {
        this.tracer = tracer;
        this.request = request;
        this.begunNanos = begunNanos;
        this.nowMillis = nowMillis;
    }

    @Override
    public void sends(int number, Target target, BiConsumer<String, String> header) {
        long now = TimeUnit.MILLISECONDS.toNanos(nowMillis.getAsLong());
        Span span = tracer.spanBuilder("attempt")
                .setParent(Context.root().with(request))
                .setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(now, TimeUnit.NANOSECONDS)
                .startSpan();
        sent.put(number, new Sent(span, now));
        CONTEXT.inject(Context.root().with(span), header, (carrier, name, value) -> {
            if (carrier != null) {
                carrier.accept(name, value);
            }
        });
    }

    @Override
    public UsageListener around(UsageListener listener) {
        return new UsageListener() {
            @Override
            public void begun() {
                listener.begun();
            }

            @Override
            public void attempt(Asker asker, AttemptRecord attempt) {
                Sent mine = sent.remove(attempt.number());
                if (mine == null) {
                    listener.attempt(asker, attempt);
                    return;
                }
                during(mine.span(), () -> listener.attempt(asker, attempt));
                SpanFacts.tell(mine.span(), asker, attempt);
                mine.span().end(mine.begunNanos() + attempt.timing().duration(), TimeUnit.NANOSECONDS);
            }

            @Override
            public void request(RequestRecord record, RequestLog log) {
                during(request, () -> listener.request(record, log));
                SpanFacts.tell(request, record);
                request.end(begunNanos + record.timing().duration(), TimeUnit.NANOSECONDS);
            }
        };
    }

    private static void during(Span span, Runnable told) {
        SpanContext ids = span.getSpanContext();
        if (ids.isSampled()) {
            CurrentTrace.during(ids.getTraceId(), ids.getSpanId(), told);
        } else {
            told.run();
        }
    }

    private record Sent(Span span, long begunNanos) {}
}
