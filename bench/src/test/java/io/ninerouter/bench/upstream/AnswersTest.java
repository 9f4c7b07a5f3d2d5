package io.ninerouter.bench.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.bench.Scenario;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
        String answer = new Answers().whole().toString(StandardCharsets.US_ASCII);
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);

        assertThat(answer).contains("content-length: " + Scenario.ANSWER_BYTES + "\r\n");
        assertThat(body).hasSize(Scenario.ANSWER_BYTES);
        assertThat(JSON.readTree(body).at("/usage/total_tokens").asInt()).isEqualTo(550);
    }
}
