package io.ninerouter.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class RequestLogAppenderTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final RequestLogAppender appender = new RequestLogAppender(out);

    private static LoggingEvent event(Object value) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerContext(new LoggerContext());
        event.setLoggerName(RequestLogger.NAME);
        event.setLevel(Level.INFO);
        event.setMessage("request");
        event.setInstant(Instant.EPOCH);
        event.setKeyValuePairs(List.of(
                new KeyValuePair("value", value), new KeyValuePair("none", null), new KeyValuePair("count", 3L)));
        return event;
    }

    @Test
    void writesALineThatEveryJsonReaderTakes() throws Exception {
        appender.start();
        String hostile = "a\"b\\c\n\u0001\u2028 é 😀 \ud83d";
        appender.doAppend(event(hostile));
        appender.doAppend(event(true));
        appender.stop();

        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode line = new ObjectMapper().readTree(lines.getFirst());
        assertThat(line.path("value").asText()).isEqualTo(hostile);
        assertThat(line.path("@timestamp").asText()).isEqualTo("1970-01-01T00:00:00.000Z");
        assertThat(line.path("message").asText()).isEqualTo("request");
        assertThat(line.path("count").isNumber()).isTrue();
        assertThat(line.has("none")).isFalse();
        assertThat(new ObjectMapper().readTree(lines.getLast()).path("value").isBoolean())
                .isTrue();
    }

    @Test
    void linesComeWithoutAnybodyWakingTheWriter() {
        appender.start();
        appender.doAppend(event("x"));

        Awaitility.await().until(() -> out.toString(StandardCharsets.UTF_8).endsWith("}\n"));
        appender.stop();
    }

    @Test
    void countsWhatItCannotKeep() {
        // Not started: nobody writes, so that the queue fills up.
        for (int i = 0; i < 20_000; i++) {
            appender.append(event(i));
        }
        assertThat(appender.dropped()).isEqualTo(20_000 - 16_384);
    }
}
