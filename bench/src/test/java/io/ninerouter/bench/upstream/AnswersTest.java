package io.ninerouter.bench.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.ninerouter.bench.Scenario;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void streamsSoManyEventsWithUsageAndTheEndMarker() throws Exception {
        List<String> events = ChatStream.events();

        assertThat(events).hasSize(Scenario.EVENTS).allMatch(event -> event.endsWith("\n\n"));
        assertThat(events.getLast()).isEqualTo("data: [DONE]\n\n");
        for (String event : events.subList(0, Scenario.EVENTS - 1)) {
            assertThat(JSON.readTree(event.substring("data: ".length()))
                            .path("object")
                            .asText())
                    .isEqualTo("chat.completion.chunk");
        }
        assertThat(events.get(Scenario.EVENTS - 2)).contains("\"total_tokens\":550");
    }

    @Test
    void answersWithAsManyBytesAsItSays() throws Exception {
        assertThat(whole(new Answers().whole()).at("/usage/total_tokens").asInt())
                .isEqualTo(550);
        assertThat(whole(new Answers().message()).at("/usage/output_tokens").asInt())
                .isEqualTo(300);
    }

    private static JsonNode whole(ByteBuf bytes) throws Exception {
        String answer = bytes.toString(StandardCharsets.US_ASCII);
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);

        assertThat(answer).contains("content-length: " + Scenario.ANSWER_BYTES + "\r\n");
        assertThat(body).hasSize(Scenario.ANSWER_BYTES);
        return JSON.readTree(body);
    }

    /** Every other one can be asked again at once. */
    @Test
    void failsInEveryWayInTurn() {
        Faults faults = new Answers().faults();
        List<String> said = IntStream.range(0, 20)
                .mapToObj(_ -> faults.next())
                .map(fault -> fault.bytes().toString(StandardCharsets.US_ASCII).split("\\r\\n", 2)[0]
                        + (fault.closes() ? "|" : ""))
                .toList();

        assertThat(said.subList(0, 10)).isEqualTo(said.subList(10, 20));
        assertThat(said)
                .contains(
                        "HTTP/1.1 500 Internal Server Error",
                        "HTTP/1.1 502 Bad Gateway",
                        "HTTP/1.1 200 OK|",
                        "HTTP/1.1 200 OK",
                        "HTTP/1.1 429 Too Many Requests",
                        "|");
    }
}
