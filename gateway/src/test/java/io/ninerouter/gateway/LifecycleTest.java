package io.ninerouter.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.fake.Dialogs;
import io.ninerouter.gateway.fake.FakeProvider;
import io.ninerouter.gateway.fake.RawClient;
import io.ninerouter.gateway.fake.Reply;
import io.ninerouter.gateway.fake.RunningGateway;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
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

    private static int status(RunningGateway gateway, String path) throws Exception {
        return gateway.client()
                .send(
                        HttpRequest.newBuilder(URI.create(gateway.managementUrl() + path))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }
}
