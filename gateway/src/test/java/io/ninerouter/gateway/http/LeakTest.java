package io.ninerouter.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig.Timeouts;
import io.ninerouter.gateway.fake.CountingLeakDetector;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.RawClient;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.limits.InFlight;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Every buffer is let go of, however a request ends. The build runs tests with Netty's leak detection at paranoid. */
class LeakTest {
    private static final Dialect DIALECT = Dialect.OPENAI_CHAT;
    private static final Timeouts TIMEOUTS = new Timeouts(500, 100, 100);

    @Test
    void everyBufferIsReleasedHoweverARequestEnds() throws Exception {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        List<String> events = Dialogs.events(DIALECT);
        List<Reply> replies = List.of(
                Dialogs.reply(DIALECT, true),
                Dialogs.reply(DIALECT, false),
                Reply.json(500, "{\"error\":{}}"),
                Reply.json(429, "{\"error\":{}}"),
                Reply.of(502).header("content-type", "text/html").send("<html>"),
                Reply.json(400, "{" + " ".repeat(300_000) + "}"),
                Reply.refuse(),
                Reply.hang(),
                Reply.stream().send(events.get(0) + events.get(1)).cut(),
                Reply.stream().send(events.get(0)).silence(),
                Reply.stream().send("data: {\"error\":{\"message\":\"x\"}}\n\n"),
                Reply.json(200, "{\"id\":\"" + "x".repeat(300_000)).cut());
        RunningGateway gateway = RunningGateway.shared();
        long before = CountingLeakDetector.found();
        try (FakeProvider provider = FakeProvider.start()) {
            TwoAccounts accounts = new TwoAccounts(gateway, provider);
            for (int round = 0; round < 3; round++) {
                for (Reply reply : replies) {
                    accounts.use(DIALECT, TIMEOUTS, reply);
                    answerOrCut(accounts, "both", round % 2 == 0);
                    answerOrCut(accounts, "nobody/x", false);
                    gateway.send(
                            gateway.post("/v1/chat/completions", "{\"model\":\"both\",\"x\":" + "[".repeat(round)));
                    gateway.send(gateway.post(
                            "/v1/chat/completions", "{\"model\":\"both\",\"x\":\"" + "y".repeat(1_100_000) + "\"}"));
                    leave(gateway);
                }
            }
        }
        assertThat(CountingLeakDetector.isInstalled()).isTrue();
        assertThat(CountingLeakDetector.foundAfterCollection() - before).isZero();
    }

    @Test
    void nothingIsLeftBehindByClientsThatLeaveJustAsTheAnswerComes() throws Exception {
        RunningGateway gateway = RunningGateway.shared();
        long before = CountingLeakDetector.found();
        try (FakeProvider provider = FakeProvider.start()) {
            TwoAccounts accounts = new TwoAccounts(gateway, provider);
            for (int round = 0; round < 100; round++) {
                boolean stream = round % 2 == 0;
                Reply.Trigger answer = new Reply.Trigger();
                String whole = stream ? String.join("", Dialogs.events(DIALECT)) : Dialogs.answer(DIALECT);
                Reply head = stream ? Reply.stream() : Reply.of(200).header("content-type", "application/json");
                accounts.use(DIALECT, TIMEOUTS, head.await(answer).send(whole));
                accounts.leave("/v1/chat/completions", Dialogs.request(DIALECT, "both", stream));
                answer.fire();
            }
        }
        Awaitility.await().until(() -> gateway.bean(InFlight.class).count() == 0);
        assertThat(gateway.bean(HealthBoard.class).inFlight("a")).isZero();
        assertThat(CountingLeakDetector.foundAfterCollection() - before).isZero();
    }

    private static void answerOrCut(TwoAccounts accounts, String model, boolean stream) throws Exception {
        var _ = accounts.statusOrCut(
                Dialogs.path(DIALECT, model, stream),
                Dialogs.request(DIALECT, model, stream).replace("Hi", "Hi".repeat(10_000)));
    }

    private static void leave(RunningGateway gateway) throws Exception {
        try (RawClient client = new RawClient(gateway.port())) {
            client.post("/v1/chat/completions", Dialogs.request(DIALECT, "both", true));
        }
    }
}
