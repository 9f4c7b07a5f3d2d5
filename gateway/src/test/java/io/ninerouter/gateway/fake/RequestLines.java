package io.ninerouter.gateway.fake;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.ninerouter.gateway.metrics.RequestLogger;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.slf4j.LoggerFactory;

/**
 * What is logged of requests while it is open. A line is found by its request: that of an earlier request may come at any
 * time, since it is written after its caller has its answer.
 */
public final class RequestLines implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger(RequestLogger.NAME);
    private final Queue<Map<String, Object>> lines = new ConcurrentLinkedQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(members(event));
        }
    };

    /** Begins to listen. */
    public RequestLines() {
        appender.start();
        logger.addAppender(appender);
    }

    /** What an event says: its pairs that have a value. */
    private static Map<String, Object> members(ILoggingEvent event) {
        return event.getKeyValuePairs().stream()
                .filter(pair -> pair.value != null)
                .collect(Collectors.toUnmodifiableMap(pair -> pair.key, pair -> pair.value));
    }

    /** The one line of the request that was answered thus; waits for it. */
    public Map<String, Object> of(HttpResponse<?> answer) {
        return of(answer.headers().firstValue("x-request-id").orElseThrow());
    }

    /** The one line of a request; waits for it. */
    public Map<String, Object> of(String requestId) {
        Awaitility.await().until(() -> !all(requestId).isEmpty());
        assertThat(all(requestId)).hasSize(1);
        return all(requestId).getFirst();
    }

    /** All lines of a request until now. */
    public List<Map<String, Object>> all(String requestId) {
        return lines.stream()
                .filter(line -> requestId.equals(line.get("request_id")))
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}
