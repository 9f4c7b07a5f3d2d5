package io.ninerouter.operator.kube;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a client asks of the API server. Thread-safe. */
public final class ApiCalls implements Interceptor {
    private final Map<Outcome, LongAdder> counts = new EnumMap<>(Outcome.class);
    private final LongAdder watches = new LongAdder();

    /** Nothing was asked yet. */
    public ApiCalls() {
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, new LongAdder());
        }
    }

    /** What became of a request. */
    public enum Outcome {
        /** 1xx to 3xx. */
        OK("ok"),
        /** 409. */
        CONFLICT("conflict"),
        /** 429. */
        THROTTLED("throttled"),
        /** Other 4xx. */
        REFUSED("refused"),
        /** 5xx. */
        FAILED("failed"),
        /** No answer. */
        BROKEN("broken");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        /** As it stands in metrics. */
        public String word() {
            return word;
        }

        static Outcome of(int status) {
            return switch (status) {
                case 409 -> CONFLICT;
                case 429 -> THROTTLED;
                default -> status >= 500 ? FAILED : status >= 400 ? REFUSED : OK;
            };
        }
    }

    /** Answers of one kind so far. */
    public long count(Outcome outcome) {
        LongAdder adder = counts.get(outcome);
        return adder == null ? 0 : adder.sum();
    }

    /** Watches opened so far. */
    public long watches() {
        return watches.sum();
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        if (isWatch(request)) {
            watches.increment();
        }
        add(Outcome.of(response.code()));
    }

    @Override
    public void afterConnectionFailure(HttpRequest request, Throwable failure) {
        add(Outcome.BROKEN);
    }

    private void add(Outcome outcome) {
        LongAdder adder = counts.get(outcome);
        if (adder != null) {
            adder.increment();
        }
    }

    private static boolean isWatch(HttpRequest request) {
        String query = request.uri().getQuery();
        return query != null && ("&" + query + "&").contains("&watch=true&");
    }
}
