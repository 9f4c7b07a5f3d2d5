package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.ninerouter.gateway.fake.Reply.Trigger;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.limits.InFlight;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A caller of a stream hears signs of life before any provider has answered, and fallback goes on behind them. */
class PatienceTest {
    private static final String ARRAY = "/v1beta/models/m:streamGenerateContent";

    private final RunningGateway gateway = RunningGateway.shared();

    @AutoClose
    private final FakeProvider first = FakeProvider.start();

    @AutoClose
    private final FakeProvider second = FakeProvider.start();

    private void use(Dialect one, Dialect other, long keepAliveMillis) {
        gateway.use(Configs.empty()
                .settings(new Settings(
                        true,
                        GatewayConfig.Accounts.DEFAULT,
                        new Timeouts(1_000, 10_000, 10_000),
                        keepAliveMillis,
                        GatewayConfig.Limits.DEFAULT,
                        GatewayConfig.RequestLog.METADATA))
                .provider("a", first.url(), one)
                .provider("b", second.url(), other)
                .combo("m", "a/m1", "b/m2"));
    }

    static Stream<Arguments> pairs() {
        return Dialect.CLIENTS.stream()
                .flatMap(client -> Dialect.CLIENTS.stream().map(served -> Arguments.of(client, served)));
    }

    private static String sign(Dialect client) {
        return switch (client) {
            case OPENAI_CHAT, OPENAI_RESPONSES -> ":";
            case ANTHROPIC -> "event: ping\ndata: {\"type\": \"ping\"}\n\n";
            case GEMINI -> "\n";
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw client.notClients();
        };
    }

    /** No head until the trigger. */
    private static Reply late(Trigger trigger, int status, String type, String body) {
        return Reply.bare()
                .await(trigger)
                .send("HTTP/1.1 " + status + " x\r\ncontent-type: " + type + "\r\ncontent-length: "
                        + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("pairs")
    void signsOfLifeBeginBeforeTheProvidersHead(Dialect client, Dialect served) throws Exception {
        use(served, served, 50);
        Trigger answers = new Trigger();
        first.always(late(answers, 200, "text/event-stream", String.join("", Dialogs.events(served))));

        try (LiveStream stream = LiveStream.ask(gateway, client, "m")) {
            stream.until(sign(client) + (client == Dialect.ANTHROPIC ? sign(client) : ""));
            answers.fire();
            Heard heard = stream.rest();

            heard.isComplete(true);
            heard.says("x-accel-buffering", "no");
            assertThat(heard.text()).startsWith(sign(client));
        }
        assertThat(second.asked()).isEmpty();
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("pairs")
    void fallbackGoesOnBehindThem(Dialect client, Dialect served) throws Exception {
        use(served, client, 50);
        Trigger fails = new Trigger();
        first.always(late(fails, 503, "application/json", "{}"));
        second.always(Dialogs.reply(client, true));

        try (LiveStream stream = LiveStream.ask(gateway, client, "m")) {
            stream.until(sign(client));
            fails.fire();
            stream.rest().isComplete(true);
        }
        assertThat(second.asked()).hasSize(1);
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("pairs")
    void aGreetingDoesNotGiveFallbackUp(Dialect client, Dialect served) throws Exception {
        use(served, client, 50);
        Trigger fails = new Trigger();
        List<String> greeting = Dialogs.events(served).subList(0, Dialogs.firstMeaningful(served) - 1);
        first.always(Reply.stream()
                .send(": \n\n" + String.join("", greeting))
                .await(fails)
                .cut());
        second.always(Dialogs.reply(client, true));

        try (LiveStream stream = LiveStream.ask(gateway, client, "m")) {
            stream.until(sign(client));
            fails.fire();
            stream.rest().isComplete(true);
        }
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("pairs")
    void whenAllFailTheStreamEndsInAnErrorEvent(Dialect client, Dialect served) throws Exception {
        use(served, client, 50);
        Trigger fails = new Trigger();
        first.always(late(fails, 503, "application/json", "{}"));
        second.always(Reply.json(429, "{}"));

        try (LiveStream stream = LiveStream.ask(gateway, client, "m")) {
            stream.until(sign(client));
            fails.fire();
            stream.rest()
                    .isError("model: m cannot be served now: a/m1/a: a failed (503); b/m2/b: b limits the rate (429)");
        }
    }

    @ParameterizedTest
    @ClientDialects
    void theOnlyTargetsOwnWordsReachTheErrorEvent(Dialect dialect) throws Exception {
        use(dialect, dialect, 50);
        Trigger fails = new Trigger();
        first.always(late(fails, 400, "application/json", Dialogs.error(dialect, 400, "odd", "too odd")));

        try (LiveStream stream = LiveStream.ask(gateway, dialect, "a/m1")) {
            stream.until(sign(dialect));
            fails.fire();
            stream.rest().isError("too odd");
        }
    }

    @ParameterizedTest
    @ClientDialects
    void aCallerThatLeavesMeanwhileTakesTheProviderAlong(Dialect dialect) throws Exception {
        use(dialect, dialect, 50);
        first.always(Reply.hang());
        Asked asked;
        try (RawClient client = new RawClient(gateway.port())) {
            client.post(Dialogs.path(dialect, "m", true), Dialogs.request(dialect, "m", true));
            client.readUntil(
                    dialect == Dialect.GEMINI
                            ? Dialogs.signOfLife(dialect)
                            : sign(dialect).strip());
            // A sign of life may come before the provider is asked: on a busy machine nobody would be taken along yet.
            asked = first.take();
        }

        assertThat(asked.closed().get(30, TimeUnit.SECONDS)).isNull();
        Awaitility.await().untilAsserted(() -> {
            assertThat(gateway.bean(HealthBoard.class).inFlight("a")).isZero();
            assertThat(gateway.bean(InFlight.class).count()).isZero();
        });
        assertThat(gateway.bean(HealthBoard.class).observations()).noneMatch(seen -> seen.lastErrorMillis() != null);
        assertThat(second.asked()).isEmpty();
    }

    @Test
    void anArrayBeginsWithBlanks() throws Exception {
        use(Dialect.GEMINI, Dialect.OPENAI_CHAT, 50);
        Trigger fails = new Trigger();
        first.always(late(fails, 503, "application/json", "{}"));
        second.always(Dialogs.reply(Dialect.OPENAI_CHAT, true));

        try (LiveStream stream = LiveStream.ask(
                gateway, Dialect.GEMINI, gateway.post(ARRAY, Dialogs.request(Dialect.GEMINI, "m", true)))) {
            stream.until("\n");
            fails.fire();
            Heard heard = stream.rest();

            heard.says("content-type", "application/json");
            assertThat(heard.text())
                    .startsWith("\n")
                    .contains("[")
                    .contains("\"Hel\"", "STOP")
                    .endsWith("]");
        }
    }

    @Test
    void whatIsAskedInOnePieceWaitsForItsStatus() throws Exception {
        use(Dialect.OPENAI_CHAT, Dialect.OPENAI_CHAT, 20);
        first.always(Reply.bare()
                .pause(Duration.ofMillis(100))
                .send("HTTP/1.1 400 x\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"));

        HttpResponse<byte[]> answer =
                gateway.send(gateway.post("/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, "m", false)));

        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void withoutSignsOfLifeAStreamWaitsForItsStatusToo() throws Exception {
        use(Dialect.OPENAI_CHAT, Dialect.OPENAI_CHAT, 0);
        first.always(Reply.bare()
                .pause(Duration.ofMillis(100))
                .send("HTTP/1.1 400 x\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"));

        HttpResponse<byte[]> answer =
                gateway.send(gateway.post("/v1/chat/completions", Dialogs.request(Dialect.OPENAI_CHAT, "m", true)));

        assertThat(answer.statusCode()).isEqualTo(400);
    }
}
