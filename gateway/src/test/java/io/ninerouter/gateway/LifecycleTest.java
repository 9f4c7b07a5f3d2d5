package io.ninerouter.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.RawClient;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;

/** From the start without a configuration to the end with a stream in flight. */
class LifecycleTest {
    @Test
    void isReadyOnlyWithAConfigurationAndFinishesItsStreamsBeforeItEnds() throws Exception {
        Dialect dialect = Dialect.ANTHROPIC;
        List<String> events = Dialogs.events(dialect);
        Reply.Trigger goOn = new Reply.Trigger();
        RunningGateway gateway = RunningGateway.start();
        try (FakeProvider provider = FakeProvider.start();
                RawClient client = new RawClient(gateway.port())) {
            assertThat(status(gateway, "/livez")).isEqualTo(200);
            assertThat(status(gateway, "/readyz")).isEqualTo(503);
            assertThat(gateway.send(gateway.post("/v1/messages", Dialogs.request(dialect, "p/m", false)))
                            .statusCode())
                    .isEqualTo(503);

            gateway.use(Configs.empty().provider("p", provider.url(), dialect));
            assertThat(status(gateway, "/readyz")).isEqualTo(200);

            provider.always(Reply.stream()
                    .send(String.join("", events.subList(0, 3)))
                    .await(goOn)
                    .send(String.join("", events.subList(3, events.size()))));
            client.post("/v1/messages", Dialogs.request(dialect, "p/m", true)).readUntil("Hello");
            ApplicationAvailability availability = gateway.bean(ApplicationAvailability.class);

            CompletableFuture<Void> closed = CompletableFuture.runAsync(gateway::close);
            Awaitility.await().until(() -> availability.getReadinessState() == ReadinessState.REFUSING_TRAFFIC);
            assertThat(closed).isNotDone();
            goOn.fire();

            assertThat(client.readUntil("message_stop\"}"))
                    .contains("message_stop")
                    .doesNotContain("error");
            closed.join();
        }
    }

    /** Closed any sooner, a connection takes a request with it that its caller has sent just then. */
    @Test
    void whoKeepsAConnectionHasAnAnswerThatSaysItIsTheLast() throws Exception {
        Dialect dialect = Dialect.OPENAI_CHAT;
        List<String> events = Dialogs.events(dialect);
        Reply.Trigger goOn = new Reply.Trigger();
        // Far longer than the test: it would fail if a connection ended by the time alone.
        RunningGateway gateway = RunningGateway.start("--ninerouter.linger=4m");
        try (FakeProvider provider = FakeProvider.start();
                RawClient idle = new RawClient(gateway.port());
                RawClient streaming = new RawClient(gateway.port())) {
            gateway.use(Configs.empty().provider("p", provider.url(), dialect));
            provider.always(Reply.json(200, Dialogs.answer(dialect)));
            assertThat(isLastAnswer(idle, dialect)).isFalse();
            provider.always(Reply.stream()
                    .send(String.join("", events.subList(0, 2)))
                    .await(goOn)
                    .send(String.join("", events.subList(2, events.size()))));
            streaming
                    .post("/v1/chat/completions", Dialogs.request(dialect, "p/m", true))
                    .readUntil("Hel");

            CompletableFuture<Void> closed = CompletableFuture.runAsync(gateway::close);
            provider.always(Reply.json(200, Dialogs.answer(dialect)));
            Awaitility.await().until(() -> isLastAnswer(idle, dialect));
            assertThat(idle.isClosedByPeer()).isTrue();
            goOn.fire();
            assertThat(streaming.readUntil("\r\n0\r\n\r\n")).contains("[DONE]");
            assertThat(closed).isNotDone();
            Awaitility.await().until(() -> isLastAnswer(streaming, dialect));
            assertThat(streaming.isClosedByPeer()).isTrue();

            closed.join();
        }
    }

    private static boolean isLastAnswer(RawClient client, Dialect dialect) throws IOException {
        return client.post("/v1/chat/completions", Dialogs.request(dialect, "p/m", false))
                .readUntil("}}")
                .toLowerCase(Locale.ROOT)
                .contains("connection: close");
    }

    private static int status(RunningGateway gateway, String path) throws Exception {
        return gateway.client()
                .send(
                        HttpRequest.newBuilder(URI.create(gateway.managementUrl() + path))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }
}
