package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.GatewayConfig.Settings;
import io.ninerouter.config.GatewayConfig.Timeouts;
import io.ninerouter.gateway.fake.ClientDialects;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.FakeProvider.Asked;
import io.ninerouter.gateway.fake.RawClient;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.limits.InFlight;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How streams end when somebody leaves, breaks off or falls silent. */
class StreamEndTest {
    private final RunningGateway gateway = RunningGateway.shared();

    @AutoClose
    private final FakeProvider provider = FakeProvider.start();

    private void use(Dialect dialect, long idleMillis, long keepAliveMillis) {
        gateway.use(Configs.empty()
                .settings(new Settings(
                        true,
                        GatewayConfig.Accounts.DEFAULT,
                        new Timeouts(1_000, 60_000, idleMillis),
                        keepAliveMillis,
                        GatewayConfig.Limits.DEFAULT,
                        GatewayConfig.RequestLog.METADATA))
                .provider("p", provider.url(), dialect));
    }

    @ParameterizedTest(name = "client gone {0}")
    @ValueSource(strings = {"before the head", "before the body", "in the stream", "in a long answer", "by reset"})
    void cancelsTheProviderWhenTheClientLeaves(String when) throws Exception {
        use(Dialect.OPENAI_CHAT, 60_000, 15_000);
        List<String> events = Dialogs.events(Dialect.OPENAI_CHAT);
        boolean stream = !when.equals("in a long answer");
        provider.always(
                switch (when) {
                    case "before the head" -> Reply.hang();
                    case "before the body" -> Reply.stream().send(": \n\n").silence();
                    case "in a long answer" ->
                        Reply.json(200, "{\"id\":\"" + "x".repeat(400_000)).silence();
                    default ->
                        Reply.stream().send(events.get(0) + events.get(1)).silence();
                });
        double abandoned = abandoned();
        RawClient client = new RawClient(gateway.port());
        client.post("/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, "p/m", stream));
        Asked asked = provider.take();
        switch (when) {
            case "in the stream", "by reset" -> client.readUntil("Hel");
            case "in a long answer" -> client.readUntil("xxxx");
            default -> {}
        }

        if (when.equals("by reset")) {
            client.reset();
        } else {
            client.close();
        }
        // Long before the gateway's own patience ends; LeavingTest says how soon.
        asked.closed().get(30, TimeUnit.SECONDS);

        assertThat(gateway.bean(HealthBoard.class).observations()).noneMatch(seen -> seen.lastErrorMillis() != null);
        // Settled by the event loop right after it has closed the connection.
        Awaitility.await().untilAsserted(() -> {
            assertThat(gateway.bean(HealthBoard.class).inFlight("p")).isZero();
            assertThat(gateway.bean(InFlight.class).count()).isZero();
            assertThat(abandoned()).isEqualTo(abandoned + 1);
        });
    }

    /** A reason to end is not the end: who hangs up there loses the usage. */
    @Test
    void waitsForTheUsageThatComesLongAfterTheReasonToEnd() throws Exception {
        use(Dialect.OPENAI_CHAT, 30_000, 0);
        String usage =
                "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}\n\n";
        List<String> events = Dialogs.events(Dialect.OPENAI_CHAT);
        String done = events.getLast();
        String said = String.join("", events.subList(0, events.size() - 1));
        provider.always(Reply.stream().send(said).pause(Duration.ofSeconds(2)).send(usage + done));

        String heard = Heard.of(
                        Dialect.OPENAI_CHAT,
                        gateway.send(gateway.post(
                                "/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, "p/m", true))))
                .text();

        assertThat(heard).isEqualTo(said + usage + done);
    }

    /** Gemini has no event that is the last. */
    static Stream<Arguments> pairsWithAnEnd() {
        return Dialect.CLIENTS.stream()
                .flatMap(client -> Stream.of(Dialect.OPENAI_CHAT, Dialect.OPENAI_RESPONSES, Dialect.ANTHROPIC)
                        .map(served -> Arguments.of(client, served)));
    }

    /** Nor when the caller wants it in one piece: that needs the end, not the connection's. */
    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("pairsWithAnEnd")
    void anAnswerWhoseEndWasSaidIsNotHeldOpenByItsProvider(Dialect client, Dialect served) throws Exception {
        use(served, 60_000, 15_000);
        provider.always(
                Reply.stream().send(String.join("", Dialogs.events(served))).silence());
        for (boolean stream : List.of(true, false)) {
            long asked = System.nanoTime();
            Heard heard = Heard.of(
                    client,
                    gateway.send(
                            gateway.post(Dialogs.path(client, "p/m", stream), Dialogs.request(client, "p/m", stream))));

            heard.isComplete(stream);
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - asked))
                    .isLessThan(30);
        }
    }

    /** Requests that are told as abandoned, neither complete nor cut. */
    private double abandoned() {
        return gateway.bean(MeterRegistry.class).find("ninerouter.requests").tag("end", "abandoned").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    static Stream<Arguments> cuts() {
        return Dialect.CLIENTS.stream()
                .flatMap(dialect -> IntStream.range(Dialogs.firstMeaningful(dialect), lastBeforeTheEnd(dialect) + 1)
                        .mapToObj(kept -> Arguments.of(dialect, kept)));
    }

    /** The event after which the answer counts as complete is left out. */
    private static int lastBeforeTheEnd(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT -> 3;
            case OPENAI_RESPONSES -> 2;
            case ANTHROPIC -> 5;
            case GEMINI -> 1;
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw dialect.notClients();
        };
    }

    @ParameterizedTest(name = "{0} after {1} events")
    @MethodSource("cuts")
    void aCutStreamEndsWithTheErrorEventOfItsDialect(Dialect dialect, int kept) throws Exception {
        use(dialect, 5_000, 15_000);
        String sent = String.join("", Dialogs.events(dialect).subList(0, kept));
        provider.always(Reply.stream().send(sent).cut());

        assertEndsWithError(dialect, sent, ask(dialect));
    }

    @ParameterizedTest
    @ClientDialects
    void aStreamThatEndsEarlyButCleanlyCountsAsCut(Dialect dialect) throws Exception {
        use(dialect, 5_000, 15_000);
        String sent = String.join("", Dialogs.events(dialect).subList(0, Dialogs.firstMeaningful(dialect)));
        provider.always(Reply.stream().send(sent));

        assertEndsWithError(dialect, sent, ask(dialect));
    }

    @ParameterizedTest
    @ClientDialects
    void aCutWithinAnEventDoesNotGlueTheErrorToIt(Dialect dialect) throws Exception {
        use(dialect, 5_000, 15_000);
        String sent = String.join("", Dialogs.events(dialect).subList(0, Dialogs.firstMeaningful(dialect)));
        String half =
                Dialogs.events(dialect).get(Dialogs.firstMeaningful(dialect)).substring(0, 25);
        provider.always(Reply.stream().send(sent + half).cut());

        assertEndsWithError(dialect, sent + half, ask(dialect));
    }

    @ParameterizedTest
    @ClientDialects
    void aSilenceInTheStreamEndsIt(Dialect dialect) throws Exception {
        use(dialect, 200, 15_000);
        String sent = String.join("", Dialogs.events(dialect).subList(0, Dialogs.firstMeaningful(dialect)));
        provider.always(Reply.stream().send(sent).silence());

        String answer = ask(dialect);

        assertEndsWithError(dialect, sent, answer);
        assertThat(answer).contains("p fell silent for 200 ms");
    }

    @ParameterizedTest
    @ClientDialects
    void aSilenceIsFilledWithSignsOfLife(Dialect dialect) throws Exception {
        use(dialect, 5_000, 100);
        List<String> events = Dialogs.events(dialect);
        int spoken = Dialogs.firstMeaningful(dialect);
        Reply.Trigger goOn = new Reply.Trigger();
        provider.always(Reply.stream()
                .send(String.join("", events.subList(0, spoken)))
                .await(goOn)
                .send(String.join("", events.subList(spoken, events.size()))));
        String sign = Dialogs.signOfLife(dialect);
        try (RawClient client = new RawClient(gateway.port())) {
            client.post(Dialogs.path(dialect, "p/m", true), Dialogs.request(dialect, "p/m", true));
            String head = client.readUntil(events.get(spoken - 1).strip());

            String silence = client.readUntil(sign);
            goOn.fire();
            String rest = client.readUntil("\r\n0\r\n");

            assertThat(head).contains("X-Accel-Buffering: no");
            assertThat(silence).endsWith(sign);
            assertThat(rest).contains(events.getLast().strip()).doesNotContain("error\":{");
        }
    }

    @Test
    void noSignOfLifeLandsWithinAnEvent() throws Exception {
        use(Dialect.OPENAI_CHAT, 4_000, 1_000);
        List<String> events = Dialogs.events(Dialect.OPENAI_CHAT);
        String half = events.get(2).substring(0, 30);
        // Silent until the idle bound, four signs long: none may come.
        provider.always(
                Reply.stream().send(events.get(0) + events.get(1) + half).silence());

        String answer = ask(Dialect.OPENAI_CHAT);

        assertThat(answer).startsWith(events.get(0) + events.get(1) + half + "\n");
        assertThat(answer.lines().filter(line -> line.startsWith(":"))).isEmpty();
    }

    @Test
    void aLongAnswerInOnePieceThatIsCutIsCutForTheCallerToo() {
        use(Dialect.OPENAI_CHAT, 60_000, 15_000);
        provider.always(
                Reply.json(200, "{\"id\":\"" + "x".repeat(HOLD_BYTES + 10_000)).cut());

        assertThatThrownBy(() -> gateway.send(
                        gateway.post("/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, "p/m", false))))
                .isInstanceOf(IOException.class);
    }

    private static final int HOLD_BYTES = 256 << 10;

    private String ask(Dialect dialect) throws Exception {
        HttpResponse<byte[]> answer =
                gateway.send(gateway.post(Dialogs.path(dialect, "p/m", true), Dialogs.request(dialect, "p/m", true)));
        assertThat(answer.statusCode()).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static void assertEndsWithError(Dialect dialect, String sent, String answer) {
        assertThat(answer).startsWith(sent);
        String rest = answer.substring(sent.length());
        switch (dialect) {
            case OPENAI_CHAT -> assertThat(rest).contains("data: {\"error\":").doesNotContain("[DONE]");
            case OPENAI_RESPONSES ->
                assertThat(rest).contains("event: response.failed\n").doesNotContain("completed");
            case ANTHROPIC -> assertThat(rest).contains("event: error\n").doesNotContain("message_stop");
            case GEMINI -> assertThat(rest).contains("data: {\"error\":").doesNotContain("STOP");
        }
        assertThat(rest.replace("\r\n", "\n")).endsWith("\n\n");
    }
}
