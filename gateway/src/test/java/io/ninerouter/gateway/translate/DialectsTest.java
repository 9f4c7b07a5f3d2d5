package io.ninerouter.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.fake.ClientDialects;
import io.ninerouter.gateway.frame.SseParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MESSAGE = "model: \"gpt-9\"\n(expected: ü, 😀)";

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
        OPENAI_CHAT      | INVALID_REQUEST | invalid_request_error
        OPENAI_CHAT      | AUTHENTICATION  | authentication_error
        OPENAI_CHAT      | BILLING         | billing_error
        OPENAI_CHAT      | PERMISSION      | permission_error
        OPENAI_CHAT      | NOT_FOUND       | invalid_request_error
        OPENAI_CHAT      | TOO_LARGE       | invalid_request_error
        OPENAI_CHAT      | RATE_LIMITED    | rate_limit_error
        OPENAI_CHAT      | INTERNAL        | server_error
        OPENAI_CHAT      | NOT_IMPLEMENTED | server_error
        OPENAI_CHAT      | UPSTREAM        | server_error
        OPENAI_RESPONSES | AUTHENTICATION  | authentication_error
        OPENAI_RESPONSES | NOT_FOUND       | invalid_request_error
        OPENAI_RESPONSES | RATE_LIMITED    | rate_limit_error
        OPENAI_RESPONSES | TIMEOUT         | server_error
        ANTHROPIC        | INVALID_REQUEST | invalid_request_error
        ANTHROPIC        | AUTHENTICATION  | authentication_error
        ANTHROPIC        | BILLING         | billing_error
        ANTHROPIC        | PERMISSION      | permission_error
        ANTHROPIC        | NOT_FOUND       | not_found_error
        ANTHROPIC        | TOO_LARGE       | request_too_large
        ANTHROPIC        | RATE_LIMITED    | rate_limit_error
        ANTHROPIC        | INTERNAL        | api_error
        ANTHROPIC        | NOT_IMPLEMENTED | api_error
        ANTHROPIC        | UPSTREAM        | api_error
        ANTHROPIC        | UNAVAILABLE     | api_error
        ANTHROPIC        | TIMEOUT         | timeout_error
        ANTHROPIC        | OVERLOADED      | overloaded_error
        GEMINI           | INVALID_REQUEST | INVALID_ARGUMENT
        GEMINI           | AUTHENTICATION  | UNAUTHENTICATED
        GEMINI           | PERMISSION      | PERMISSION_DENIED
        GEMINI           | NOT_FOUND       | NOT_FOUND
        GEMINI           | RATE_LIMITED    | RESOURCE_EXHAUSTED
        GEMINI           | INTERNAL        | INTERNAL
        GEMINI           | NOT_IMPLEMENTED | UNIMPLEMENTED
        GEMINI           | UNAVAILABLE     | UNAVAILABLE
        GEMINI           | OVERLOADED      | UNAVAILABLE
        GEMINI           | TIMEOUT         | DEADLINE_EXCEEDED
        """)
    void namesTheErrorAsTheDialectDoes(Dialect dialect, ApiError.Kind kind, String word) throws IOException {
        ApiError error = ApiError.of(kind, MESSAGE);
        JsonNode body = JSON.readTree(Dialects.errorBody(dialect, error, "req_1"));
        assertThat(body.at("/error/message").asText()).isEqualTo(MESSAGE);
        switch (dialect) {
            case OPENAI_CHAT, OPENAI_RESPONSES -> {
                assertThat(body.at("/error/type").asText()).isEqualTo(word);
                assertThat(body.at("/error/code").asText()).isEqualTo(kind.code());
                assertThat(body.at("/error/param").isNull()).isTrue();
            }
            case ANTHROPIC -> {
                assertThat(body.path("type").asText()).isEqualTo("error");
                assertThat(body.at("/error/type").asText()).isEqualTo(word);
                assertThat(body.path("request_id").asText()).isEqualTo("req_1");
            }
            case GEMINI -> {
                assertThat(body.at("/error/status").asText()).isEqualTo(word);
                assertThat(body.at("/error/code").asInt()).isEqualTo(kind.status());
            }
        }
    }

    @Test
    void leavesOutARequestIdThatIsNotKnown() throws IOException {
        byte[] body = Dialects.errorBody(Dialect.ANTHROPIC, ApiError.of(ApiError.Kind.INTERNAL, "m"), null);
        assertThat(JSON.readTree(body).has("request_id")).isFalse();
    }

    @Test
    void tellsGeminiClientsTheDelayInTheBody() throws IOException {
        ApiError error = ApiError.of(ApiError.Kind.RATE_LIMITED, "m").retryAfter(1_500L);
        JsonNode detail =
                JSON.readTree(Dialects.errorBody(Dialect.GEMINI, error, null)).at("/error/details/0");
        assertThat(detail.path("@type").asText()).isEqualTo("type.googleapis.com/google.rpc.RetryInfo");
        assertThat(detail.path("retryDelay").asText()).isEqualTo("2s");
    }

    @Test
    void endsAResponsesStreamAsOpenAiDoes() throws IOException {
        List<String> names = new ArrayList<>();
        List<JsonNode> events = new ArrayList<>();
        new SseParser(10_000, event -> {
                    names.add(event.name());
                    events.add(tree(event.data()));
                })
                .feed(ByteBuffer.wrap(Dialects.errorEvent(
                        Dialect.OPENAI_RESPONSES, ApiError.of(ApiError.Kind.UPSTREAM, MESSAGE), null)));
        assertThat(names).containsExactly("error", "response.failed");
        assertThat(events.getFirst())
                .isEqualTo(
                        JSON.readTree("{\"type\":\"error\",\"sequence_number\":0,\"code\":\"server_error\",\"message\":"
                                + JSON.writeValueAsString(MESSAGE) + ",\"param\":null}"));
        JsonNode failed = events.getLast();
        assertThat(failed.path("type").asText()).isEqualTo("response.failed");
        assertThat(failed.path("sequence_number").asInt()).isEqualTo(1);
        assertThat(failed.at("/response/status").asText()).isEqualTo("failed");
        assertThat(failed.at("/response/error/code").asText()).isEqualTo("server_error");
        assertThat(failed.at("/response/error/message").asText()).isEqualTo(MESSAGE);
        assertThat(failed.at("/response/output").isEmpty()).isTrue();
    }

    /** What we send is understood by what reads providers: an error comes back as the same kind. */
    @ParameterizedTest
    @ClientDialects
    void readsItsOwnErrorEvents(Dialect dialect) {
        for (ApiError.Kind kind :
                List.of(ApiError.Kind.INVALID_REQUEST, ApiError.Kind.RATE_LIMITED, ApiError.Kind.INTERNAL)) {
            PassThroughPipe pipe = new PassThroughPipe(dialect, Framing.SSE);
            pipe.feed(ByteBuffer.wrap(Dialects.errorEvent(dialect, ApiError.of(kind, MESSAGE), null)));
            assertThat(pipe.inStreamError()).as("%s", kind).isNotNull();
            assertThat(pipe.inStreamError().message()).isEqualTo(MESSAGE);
            if (kind != ApiError.Kind.INVALID_REQUEST || dialect != Dialect.OPENAI_RESPONSES) {
                assertThat(pipe.inStreamError().kind()).isEqualTo(kind);
            }
            assertThat(pipe.firstMeaningful()).isFalse();
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(json, e);
        }
    }
}
