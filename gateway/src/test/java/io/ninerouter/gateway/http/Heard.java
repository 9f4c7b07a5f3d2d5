package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.Faults;
import io.ninerouter.gateway.translate.Codecs;
import io.ninerouter.gateway.translate.Decoding;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/**
 * What a caller got.
 *
 * @param client its dialect
 */
record Heard(Dialect client, HttpResponse<byte[]> answer) {
    private static final ObjectMapper JSON = new ObjectMapper();

    String text() {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    /** The good answer of {@link Dialogs}, all of it. */
    void isComplete(boolean stream) {
        assertThat(answer.statusCode()).as(text()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type").orElse(""))
                .startsWith(stream ? "text/event-stream" : "application/json");
        Completion completion = Decoding.decode(Codecs.of(client), answer.body(), stream);
        assertThat(completion.error()).isNull();
        assertThat(completion.choices().getFirst().text()).isEqualTo("Hello");
        assertThat(completion.choices().getFirst().reason().kind()).isEqualTo(StopReason.Kind.STOP);
    }

    /** An error in the shape of the caller's dialect. */
    void isRefusal(int status) throws IOException {
        if (status == Faults.OVERLOADED) {
            assertThat(answer.statusCode()).as(text()).isIn(500, 503, 529);
        } else {
            assertThat(answer.statusCode()).as(text()).isEqualTo(status);
        }
        assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("application/json");
        JsonNode root = JSON.readTree(answer.body());
        JsonNode error = root.path("error");
        assertThat(error.path("message").asText()).as(text()).isNotBlank();
        switch (client) {
            case OPENAI_CHAT, OPENAI_RESPONSES ->
                assertThat(error.path("type").asText()).as(text()).isNotBlank();
            case ANTHROPIC -> {
                assertThat(root.path("type").asText()).isEqualTo("error");
                assertThat(error.path("type").asText()).as(text()).isNotBlank();
            }
            case GEMINI -> {
                assertThat(error.path("code").asInt()).isEqualTo(answer.statusCode());
                assertThat(error.path("status").asText()).as(text()).isNotBlank();
            }
        }
    }

    /** A stream that begins well and ends in the dialect's error event, never as if it were complete. */
    void isCutStream() {
        assertThat(answer.statusCode()).as(text()).isEqualTo(200);
        assertThat(text()).contains("Hel").doesNotContain(Dialogs.end(client));
        Completion completion = Decoding.decode(Codecs.of(client), answer.body(), true);
        assertThat(completion.error()).as(text()).isNotNull();
        assertThat(completion.error().message()).isNotBlank();
        assertThat(completion.choices().getFirst().text()).isIn("Hel", "Hello");
        assertThat(completion.choices().getFirst().reason()).isNull();
    }

    void says(String header, String value) {
        assertThat(answer.headers().firstValue(header)).as(header).hasValue(value);
    }

    void keepsSecrets() {
        assertThat(text()).doesNotContain("canary");
    }
}
