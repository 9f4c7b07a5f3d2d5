package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.GatewayConfig.Settings;
import io.ninerouter.config.GatewayConfig.Timeouts;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.fake.Waiting;
import io.ninerouter.gateway.health.HealthBoard;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried next after each failure, and what the caller gets when nothing is left. */
class FallbackTest {
    private final RunningGateway gateway = RunningGateway.shared();

    @AutoClose
    private final FakeProvider first = FakeProvider.start();

    @AutoClose
    private final FakeProvider second = FakeProvider.start();

    private void use(Dialect dialect) {
        use(dialect, Waiting.PATIENTLY);
    }

    private void use(Dialect dialect, Settings settings) {
        gateway.use(Configs.empty()
                .settings(settings)
                .provider("a", first.url(), dialect)
                .provider("b", second.url(), dialect)
                .combo("both", "a/m1", "b/m2"));
    }

    static Stream<Arguments> failures() {
        Stream<Arguments> statuses = Stream.of(
                        401, 402, 403, 404, 405, 408, 409, 410, 425, 429, 500, 501, 502, 503, 504, 529)
                .map(status ->
                        Arguments.of("status " + status, Reply.json(status, "{\"error\":{\"message\":\"no\"}}")));
        Stream<Arguments> others = Stream.of(
                Arguments.of("no answer in time", Reply.hang()),
                Arguments.of("reset before an answer", Reply.refuse()),
                Arguments.of(
                        "an HTML page in a 200",
                        Reply.of(200).header("content-type", "text/html").send("<html>")),
                Arguments.of(
                        "an HTML page in a 502",
                        Reply.of(502).header("content-type", "text/html").send("<html>")),
                Arguments.of("a redirect", Reply.of(302).header("location", "http://127.0.0.1:1/")),
                Arguments.of(
                        "an empty 200",
                        Reply.of(200).header("content-type", "application/json").send("")),
                Arguments.of(
                        "half an answer",
                        Reply.json(200, "{\"id\":\"x\",\"choices\":[{\"mess").cut()));
        return Stream.concat(statuses, others);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void fallsBackWhenTheFirstTargetFails(String name, Reply failure) throws Exception {
        for (Dialect dialect : List.of(Dialect.OPENAI_CHAT, Dialect.ANTHROPIC)) {
            use(dialect, Waiting.on(failure.fallsSilent()));
            first.reset();
            second.reset();
            first.always(failure);
            second.always(Dialogs.reply(dialect, false));

            HttpResponse<byte[]> answer = gateway.send(
                    gateway.post(Dialogs.path(dialect, "both", false), Dialogs.request(dialect, "both", false)));

            assertThat(answer.statusCode()).as("%s", dialect).isEqualTo(200);
            assertThat(text(answer)).isEqualTo(Dialogs.answer(dialect));
            assertThat(answer.headers().firstValue("x-ninerouter-target")).hasValue("b/m2/b");
            assertThat(answer.headers().firstValue("x-ninerouter-attempts")).hasValue("2");
            assertThat(first.only().text()).isEqualTo(Dialogs.request(dialect, "m1", false));
            assertThat(second.only().text()).isEqualTo(Dialogs.request(dialect, "m2", false));
        }
    }

    static Stream<Arguments> streamFailures() {
        return Dialect.CLIENTS.stream()
                .flatMap(dialect -> Stream.of(
                        Arguments.of(dialect, "ends at once", Reply.stream().send("")),
                        Arguments.of(
                                dialect,
                                "is cut before anything was said",
                                greeting(dialect).cut()),
                        Arguments.of(
                                dialect,
                                "falls silent before anything was said",
                                greeting(dialect).silence()),
                        Arguments.of(
                                dialect, "begins with an error", Reply.stream().send(Dialogs.errorEvent(dialect)))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("streamFailures")
    void fallsBackWhenAStreamFailsBeforeItSaysAnything(Dialect dialect, String name, Reply failure) throws Exception {
        use(dialect, Waiting.on(failure.fallsSilent()));
        first.always(failure);
        second.always(Dialogs.reply(dialect, true));

        HttpResponse<byte[]> answer =
                gateway.send(gateway.post(Dialogs.path(dialect, "both", true), Dialogs.request(dialect, "both", true)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(text(answer)).isEqualTo(String.join("", Dialogs.events(dialect)));
    }

    @Test
    void fallsBackWhenNobodyListens() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        gateway.use(Configs.empty()
                .provider("a", "http://127.0.0.1:" + closed, Dialect.OPENAI_CHAT)
                .provider("b", second.url(), Dialect.OPENAI_CHAT)
                .combo("both", "a/m1", "b/m2"));
        second.always(Dialogs.reply(Dialect.OPENAI_CHAT, false));

        HttpResponse<byte[]> answer =
                gateway.send(gateway.post("/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, "both", false)));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    /** A listener whose queue is full takes no connection and refuses none. */
    @Test
    void fallsBackWhenNobodyAcceptsTheConnection() throws Exception {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket deaf = new ServerSocket(0, 1)) {
            fill(deaf, waiting);
            gateway.use(Configs.empty()
                    .settings(new Settings(
                            true,
                            GatewayConfig.Accounts.DEFAULT,
                            new Timeouts(500, 60_000, 60_000),
                            15_000,
                            GatewayConfig.Limits.DEFAULT,
                            GatewayConfig.RequestLog.NONE))
                    .provider("a", "http://127.0.0.1:" + deaf.getLocalPort(), Dialect.OPENAI_CHAT)
                    .provider("b", second.url(), Dialect.OPENAI_CHAT)
                    .combo("both", "a/m1", "b/m2"));
            second.always(Dialogs.reply(Dialect.OPENAI_CHAT, false));

            HttpResponse<byte[]> answer = gateway.send(
                    gateway.post("/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, "both", false)));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-ninerouter-attempts")).hasValue("2");
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    /** Connects until a connection is no more taken up. */
    private static void fill(ServerSocket listener, List<Socket> waiting) throws IOException {
        for (int i = 0; i < 64; i++) {
            Socket socket = new Socket();
            waiting.add(socket);
            try {
                socket.connect(listener.getLocalSocketAddress(), 300);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        throw new AssertionError("a queue of 1 took 64 connections");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void returnsAMistakeOfTheCallerAtOnce(int status) throws Exception {
        use(Dialect.OPENAI_CHAT);
        first.always(Reply.json(status, "{\"error\":{\"message\":\"yours\"}}"));

        HttpResponse<byte[]> answer =
                gateway.send(gateway.post("/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, "both", false)));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(text(answer)).isEqualTo("{\"error\":{\"message\":\"yours\"}}");
        assertThat(second.asked()).isEmpty();
    }

    @Test
    void passesTheErrorOfTheOnlyTargetOnAsItIs() throws Exception {
        use(Dialect.ANTHROPIC);
        String last = "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"two\"}}";
        second.always(
                Reply.json(429, last).header("retry-after", "7").header("anthropic-ratelimit-tokens-remaining", "0"));

        HttpResponse<byte[]> answer =
                gateway.send(gateway.post("/v1/messages", Dialogs.request(Dialect.ANTHROPIC, "b/m2", false)));

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(text(answer)).isEqualTo(last);
        assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
        assertThat(answer.headers().firstValue("anthropic-ratelimit-tokens-remaining"))
                .hasValue("0");
        assertThat(answer.headers().firstValue("x-ninerouter-attempts")).hasValue("1");
    }

    @Test
    void saysWhatHappenedWhenNobodyAnswered() throws Exception {
        gateway.use(Configs.empty().settings(Waiting.BRIEFLY).provider("a", first.url(), Dialect.GEMINI));
        first.always(Reply.hang());

        HttpResponse<byte[]> answer = gateway.send(gateway.post(
                Dialogs.path(Dialect.GEMINI, "a/m", false), Dialogs.request(Dialect.GEMINI, "a/m", false)));

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(new ObjectMapper()
                        .readTree(answer.body())
                        .path("error")
                        .path("message")
                        .asText())
                .isEqualTo("a did not answer within 1000 ms");
    }

    @Test
    void asksAgainWhenAPooledConnectionTurnsOutToBeClosed() throws Exception {
        use(Dialect.OPENAI_CHAT);
        Reply good = Dialogs.reply(Dialect.OPENAI_CHAT, false);
        // The second request finds the connection of the first, which dies under it.
        first.then(good, Reply.refuse(), good);
        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> answer = gateway.send(
                    gateway.post("/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, "a/m", false)));
            assertThat(answer.statusCode()).isEqualTo(200);
        }
        assertThat(gateway.bean(HealthBoard.class).observations())
                .as("a request that the provider has not seen says nothing about it")
                .hasSize(1)
                .noneMatch(seen -> seen.lastErrorMillis() != null);
    }

    @Test
    void saysWhatNoTargetCanDo() throws Exception {
        gateway.use(Configs.empty().provider("a", first.url(), Dialect.ANTHROPIC));

        HttpResponse<byte[]> answer =
                gateway.send(gateway.post("/v1/embeddings", "{\"model\":\"a/m\",\"input\":\"Hi\"}"));

        assertThat(answer.statusCode()).isEqualTo(501);
        assertThat(text(answer)).contains("a provider that speaks OPENAI_CHAT for embeddings");
        assertThat(first.asked()).isEmpty();
    }

    private static Reply greeting(Dialect dialect) {
        List<String> events = Dialogs.events(dialect);
        return Reply.stream()
                .send(": hello\n\n" + String.join("", events.subList(0, Dialogs.firstMeaningful(dialect) - 1)));
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
