package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.GatewayConfig.Limits;
import io.ninerouter.config.GatewayConfig.Settings;
import io.ninerouter.config.GatewayConfig.Timeouts;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.RawClient;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which paths there are, and what a body may be. */
class SurfaceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static FakeProvider provider;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        provider = FakeProvider.start();
        gateway = RunningGateway.shared();
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    private static Configs everyDialect() {
        return Configs.everyDialect(provider.url());
    }

    @ParameterizedTest(name = "{0} -> {2}")
    @CsvSource({
        "/v1/chat/completions, chat/m, /chat/completions",
        "/v1/v1/chat/completions, chat/m, /chat/completions",
        "/openai/v1/chat/completions, chat/m, /chat/completions",
        "/v1/embeddings, chat/m, /embeddings",
        "/v1/responses, resp/m, /responses",
        "/openai/v1/responses, resp/m, /responses",
        "/v1/responses/compact, resp/m, /responses/compact",
        "/v1/messages, anth/m, /messages",
        "/v1/messages?beta=true, anth/m, /messages?beta=true",
        "/anthropic/v1/messages, anth/m, /messages",
        "/v1/messages/count_tokens, anth/m, /messages/count_tokens",
        "/v1beta/models/gem/m:generateContent, , /models/m:generateContent",
        "/v1beta/models/gem%2Fm:generateContent, , /models/m:generateContent",
        "/v1beta/models/short:generateContent, , /models/gemini-pro:generateContent",
        "/v1beta/gem/m:generateContent, , /models/m:generateContent",
        "/v1/models/gem/m:generateContent, , /models/m:generateContent",
        "/gemini/v1beta/models/gem/m:generateContent, , /models/m:generateContent",
        "/v1beta/models/gem/a b:generateContent, , /models/a%20b:generateContent",
        "/v1beta/models/gem/m:streamGenerateContent?alt=sse, , /models/m:streamGenerateContent?alt=sse",
        "/v1beta/models/gem/m:streamGenerateContent?key=x&alt=sse, , /models/m:streamGenerateContent?alt=sse",
        "/v1beta/models/gem/m:streamGenerateContent, , /models/m:streamGenerateContent",
        "/v1beta/models/gem/m:countTokens, , /models/m:countTokens",
        "/v1beta/models/gem/m:embedContent, , /models/m:embedContent",
        "/v1beta/models/gem/m:batchEmbedContents, , /models/m:batchEmbedContents",
    })
    void eachPathReachesTheProvider(String path, String model, String expected) throws Exception {
        gateway.use(everyDialect());
        provider.reset();
        provider.always(Reply.json(400, "{\"error\":{}}"));
        String body = model == null ? "{}" : "{\"model\":\"" + model + "\"}";

        HttpResponse<byte[]> answer = gateway.send(gateway.post(path.replace(" ", "%20"), body));

        assertThat(text(answer)).isEqualTo("{\"error\":{}}");
        assertThat(provider.only().uri()).isEqualTo(expected);
        assertThat(provider.only().text()).isEqualTo(body.replaceAll("(chat|resp|anth)/", ""));
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource({
        "HEAD, /, 404",
        "HEAD, /api/hello, 404",
        "GET, /, 404",
        "GET, /favicon.ico, 404",
        "GET, /v1/unknown, 404",
        "POST, /v1beta/models/x:unknown, 405",
        "GET, /v1/messages, 405",
        "GET, /v1/chat/completions, 405",
        "DELETE, /v1beta/models/x:generateContent, 405",
        "POST, /v1/models, 405",
        "POST, /v1/images/generations, 501",
        "POST, /v1/audio/speech, 501",
        "POST, /v1/search, 501",
        "GET, /api/tags, 501",
    })
    void whatIsNotThereIsSaidQuickly(String method, String path, int status) throws Exception {
        gateway.use(everyDialect());
        HttpResponse<byte[]> answer = gateway.send(
                gateway.request(path).header("x-api-key", Configs.KEY).method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(status);
        if (method.equals("HEAD")) {
            assertThat(answer.body()).isEmpty();
        } else {
            assertThat(JSON.readTree(answer.body())
                            .path("error")
                            .path("message")
                            .asText())
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/responses", "/v1/realtime"})
    void aWebSocketIsRefusedAtOnce(String path) throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

            assertThat(client.readUntil("\r\n")).startsWith("HTTP/1.1 426 ");
        }
    }

    private static void limit(long maxRequestBytes, int maxInFlight) {
        gateway.use(everyDialect()
                .settings(new Settings(
                        true,
                        GatewayConfig.Accounts.DEFAULT,
                        Timeouts.DEFAULT,
                        15_000,
                        new Limits(maxRequestBytes, maxInFlight),
                        GatewayConfig.RequestLog.METADATA)));
    }

    @Test
    void aBodyThatSaysItIsTooLargeIsRefusedUnread() throws Exception {
        limit(1_000, 10);
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST /v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: " + Configs.KEY
                    + "\r\nContent-Length: 1001\r\n\r\n");

            assertThat(client.readUntil("1000 bytes)"))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("request_too_large");
        }
    }

    @Test
    void aBodyThatTurnsOutTooLargeIsRefused() throws Exception {
        limit(1_000, 10);
        String body = "{\"model\":\"anth/m\",\"x\":\"" + "y".repeat(2_000) + "\"}";

        HttpResponse<byte[]> answer = gateway.send(gateway.post(
                "/v1/messages", BodyPublishers.ofByteArrays(List.of(body.getBytes(StandardCharsets.UTF_8)))));

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void aConnectionGoesOnAfterABodyThatWasRefused() throws Exception {
        limit(1_000, 10);
        provider.always(Dialogs.reply(Dialect.ANTHROPIC, false));
        try (RawClient client = new RawClient(gateway.port())) {
            String tooMuch = "{\"model\":\"anth/m\",\"x\":\"" + "y".repeat(2_000_000) + "\"}";
            assertThat(client.post("/v1/messages", tooMuch).readUntil("bytes)")).startsWith("HTTP/1.1 413 ");
            assertThat(client.post("/v1/messages", "{\"model\":" + "]".repeat(900))
                            .readUntil(" 400 "))
                    .contains("HTTP/1.1 400");
            client.post("/v1/messages", Dialogs.request(Dialect.ANTHROPIC, "anth/m", false));
            assertThat(client.readUntil("\"output_tokens\":2}}")).contains("HTTP/1.1 200 ");
        }
    }

    @Test
    void aClientThatAsksBeforeItSendsATooLargeBodyIsTurnedAway() throws Exception {
        limit(1_000, 10);
        try (RawClient client = new RawClient(gateway.port())) {
            client.send("POST /v1/messages HTTP/1.1\r\nHost: x\r\nx-api-key: " + Configs.KEY
                    + "\r\nExpect: 100-continue\r\nContent-Length: 5000\r\n\r\n");

            assertThat(client.readUntil("1000 bytes)")).startsWith("HTTP/1.1 413 ");
            client.readUntil("}}");
            client.readUntil("nothing more comes");
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void aFullReplicaSaysSo() throws Exception {
        limit(1_000, 1);
        provider.always(Reply.hang());
        try (RawClient first = new RawClient(gateway.port())) {
            provider.reset();
            first.post("/v1/messages", Dialogs.request(Dialect.ANTHROPIC, "anth/m", false));
            provider.take();

            HttpResponse<byte[]> answer =
                    gateway.send(gateway.post("/v1/messages", Dialogs.request(Dialect.ANTHROPIC, "anth/m", false)));

            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"model\":",
                "{\"model\":\"anth/m\"",
                "{\"model\":\"anth/m\"} x",
                "null",
                "{\"model\":12}",
                "{}"
            })
    void aBodyThatIsNoRequestIsAMistakeOfTheCaller(String body) throws Exception {
        gateway.use(everyDialect());
        HttpResponse<byte[]> answer = gateway.send(gateway.post("/v1/messages", body));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("error").path("type").asText())
                .isEqualTo("invalid_request_error");
    }

    @Test
    void aPackedBodyIsRefusedBeforeItIsRead() throws Exception {
        gateway.use(everyDialect());
        HttpResponse<byte[]> answer =
                gateway.send(gateway.post("/v1/messages", "xxxx").header("content-encoding", "zstd"));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(text(answer)).contains("content-encoding: zstd (expected: identity)");
    }

    @Test
    void manyRequestsShareAConnection() throws Exception {
        gateway.use(everyDialect());
        provider.always(Dialogs.reply(Dialect.ANTHROPIC, false));
        String body = Dialogs.request(Dialect.ANTHROPIC, "anth/m", false);
        try (RawClient client = new RawClient(gateway.port())) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.post("/v1/messages", body).readUntil("\"output_tokens\":2}}"))
                        .startsWith("HTTP/1.1 200 ");
            }
        }
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
