package io.ninerouter.gateway.translate.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.sun.net.httpserver.HttpServer;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Citation;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Media;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.ToolInput;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the codec writes, read by OpenAI's own SDK over HTTP: every event and the whole response hold what its models need. */
class OfficialSdkTest {
    private static final Part.ToolCall CALL =
            new Part.ToolCall("c1", ToolName.function("f"), ToolInput.ofArguments("{\"a\":1}"));
    private static final Part.ToolCall CUSTOM =
            new Part.ToolCall("c2", new ToolName("g", "n", true), new ToolInput.Free("select"));
    private static final ResponseCreateParams PARAMS =
            ResponseCreateParams.builder().model("m").input("Hi").build();

    private static HttpServer server;
    private static OpenAIClient client;
    private static volatile byte[] answer = {};
    private static volatile String type = "";

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("content-type", type);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        client = OpenAIOkHttpClient.builder()
                .baseUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/v1")
                .apiKey("sk-test")
                .maxRetries(0)
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.stop(0);
    }

    private static Completion full(StopReason.Kind kind) {
        Seal seal = new Seal(Seal.Kind.SIGNATURE, "sig", Dialect.ANTHROPIC, "claude");
        Citation page = new Citation("https://x", "X", "q", null, Dialect.ANTHROPIC, RawJson.EMPTY_OBJECT);
        Media png = new Media.Inline("image/png", Utf8.of("AA=="));
        List<Part> parts = List.of(
                Part.Reasoning.of("hm", seal),
                new Part.Text("Hello", List.of(page), null, null),
                new Part.Refusal("no"),
                CALL,
                CUSTOM,
                new Part.Attachment(Media.Kind.IMAGE, png, Part.MediaDetail.NONE, null),
                new Part.Text("!"));
        List<Completion.Choice> choices = List.of(new Completion.Choice(0, parts, StopReason.of(kind, "x"), List.of()));
        return new Completion("msg_9", "claude-opus-5-5", 5, choices, new Usage(1, 2, 0, 3, 1), null);
    }

    private static Response streamed(Completion completion) {
        List<StreamEvent> events = new ArrayList<>();
        completion.emit(events::add);
        serve("text/event-stream", Responses.sse(exchange(), events));
        ResponseAccumulator accumulator = ResponseAccumulator.create();
        try (StreamResponse<ResponseStreamEvent> stream = client.responses().createStreaming(PARAMS)) {
            stream.stream().forEach(event -> accumulator.accumulate(event.validate()));
        }
        return accumulator.response();
    }

    private static Exchange exchange() {
        return Responses.answering(Dialect.ANTHROPIC, "claude-opus-5-5");
    }

    private static void serve(String contentType, String body) {
        type = contentType;
        answer = body.getBytes(StandardCharsets.UTF_8);
    }

    private static void check(Response response) {
        response.validate();
        assertThat(response.output()).hasSize(6);
        assertThat(response.output().get(0).asReasoning().summary().getFirst().text())
                .isEqualTo("hm");
        assertThat(response.output().get(0).asReasoning().encryptedContent()).isPresent();
        assertThat(response.output()
                        .get(1)
                        .asMessage()
                        .content()
                        .getFirst()
                        .asOutputText()
                        .text())
                .isEqualTo("Hello");
        assertThat(response.output()
                        .get(1)
                        .asMessage()
                        .content()
                        .get(1)
                        .asRefusal()
                        .refusal())
                .isEqualTo("no");
        assertThat(response.output().get(2).asFunctionCall().arguments()).isEqualTo("{\"a\":1}");
        assertThat(response.output().get(3).asCustomToolCall().input()).isEqualTo("select");
        assertThat(response.output().get(4).asImageGenerationCall().result()).hasValue("AA==");
        assertThat(response.usage().orElseThrow().inputTokens()).isEqualTo(3);
    }

    @Test
    void readsStreams() {
        check(streamed(full(StopReason.Kind.TOOL_USE)));
    }

    @Test
    void readsStreamsThatEndEarly() {
        Response response = streamed(full(StopReason.Kind.LENGTH));
        check(response);
        assertThat(response.status()).hasValue(ResponseStatus.INCOMPLETE);
        assertThat(response.incompleteDetails().orElseThrow().reason().orElseThrow())
                .hasToString("max_output_tokens");
    }

    @Test
    void readsWholeAnswers() {
        serve(
                "application/json",
                Responses.unary(exchange(), full(StopReason.Kind.STOP)).toString());
        check(client.responses().create(PARAMS));
    }

    @Test
    void readsFailuresInTheMiddle() {
        serve(
                "text/event-stream",
                Responses.sse(
                        exchange(),
                        List.of(
                                new StreamEvent.Started("resp_1", "m", 5),
                                new StreamEvent.Failed(ApiError.of(ApiError.Kind.OVERLOADED, "too much to do")))));
        List<ResponseStreamEvent> events = new ArrayList<>();
        try (StreamResponse<ResponseStreamEvent> stream = client.responses().createStreaming(PARAMS)) {
            stream.stream().map(ResponseStreamEvent::validate).forEach(events::add);
        }
        assertThat(events.get(2).asError().message()).isEqualTo("too much to do");
        Response failed = events.getLast().asFailed().response();
        assertThat(failed.status()).hasValue(ResponseStatus.FAILED);
        assertThat(failed.error().orElseThrow().message()).isEqualTo("too much to do");
    }
}
