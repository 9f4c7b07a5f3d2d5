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
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/**
 * What a caller got.
 *
 * @param client its dialect
 */
record Heard(Dialect client, int status, HttpHeaders headers, byte[] body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Heard of(Dialect client, HttpResponse<byte[]> answer) {
        return new Heard(client, answer.statusCode(), answer.headers(), answer.body());
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The good answer of {@link Dialogs}, all of it. */
    void isComplete(boolean stream) {
        assertThat(status).as(text()).isEqualTo(200);
        assertThat(headers.firstValue("content-type").orElse(""))
                .startsWith(stream ? "text/event-stream" : "application/json");
        Completion completion = Decoding.decode(Codecs.of(client), body, stream);
        assertThat(completion.error()).isNull();
        assertThat(completion.choices().getFirst().text()).isEqualTo("Hello");
        assertThat(completion.choices().getFirst().reason().kind()).isEqualTo(StopReason.Kind.STOP);
    }

    /** A refusal whose words may be the provider's own. */
    void isRefused(int expected) {
        assertThat(status).as(text()).isEqualTo(expected);
    }

    /** An error in the shape of the caller's dialect. */
    void isRefusal(int expected) throws IOException {
        if (expected == Faults.OVERLOADED) {
            assertThat(status).as(text()).isIn(500, 503, 529);
        } else {
            assertThat(status).as(text()).isEqualTo(expected);
        }
        assertThat(headers.firstValue("content-type").orElse("")).startsWith("application/json");
        JsonNode root = JSON.readTree(body);
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
                assertThat(error.path("code").asInt()).isEqualTo(status);
                assertThat(error.path("status").asText()).as(text()).isNotBlank();
            }
        }
    }

    /** A stream that begins well and ends in the dialect's error event, never as if it were complete. */
    void isCutStream() {
        assertThat(status).as(text()).isEqualTo(200);
        assertThat(text()).contains("Hel").doesNotContain(Dialogs.end(client));
        Completion completion = Decoding.decode(Codecs.of(client), body, true);
        assertThat(completion.error()).as(text()).isNotNull();
        assertThat(completion.error().message()).isNotBlank();
        assertThat(completion.choices().getFirst().text()).isIn("Hel", "Hello");
        assertThat(completion.choices().getFirst().reason()).isNull();
    }

    /** A stream that is nothing but signs of life and the dialect's error event. */
    void isError(String message) {
        assertThat(status).isEqualTo(200);
        Completion completion = Decoding.decode(Codecs.of(client), body, true);
        assertThat(completion.error()).as(text()).isNotNull();
        assertThat(completion.error().message()).isEqualTo(message);
        assertThat(text()).doesNotContain(Dialogs.end(client));
    }

    void says(String header, String value) {
        assertThat(headers.firstValue(header)).as(header).hasValue(value);
    }

    void keepsSecrets() {
        assertThat(text()).doesNotContain("canary");
    }
}
