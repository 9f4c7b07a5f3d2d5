package io.ninerouter.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.config.ReplicaReport.CooldownReport;
import io.ninerouter.gateway.health.Cooldown;
import io.ninerouter.gateway.health.HealthBoard;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a small HTTP server: the mock of the Kubernetes client knows no server-side apply. */
class ReportSinkTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/apis/ninerouter.io/v1alpha1/namespaces/ns/gatewayreplicas/pod-1";
    private static final ReplicaIdentity IDENTITY = new ReplicaIdentity("ns", "main", "pod-1", "uid-1");

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger reports = new AtomicInteger();
    private volatile int status = 200;
    private HttpServer server;
    private KubernetesClient client;
    private ReportSink sink;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            calls.add(new Call(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    String.valueOf(exchange.getRequestURI().getQuery()),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                    new String(body, StandardCharsets.UTF_8)));
            byte[] answer = (status == 200
                            ? body.length == 0 ? "{}" : new String(body, StandardCharsets.UTF_8)
                            : "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"no\",\"code\":"
                                    + status + "}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withRequestRetryBackoffLimit(0)
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
        sink = new ReportSink(client, IDENTITY, this::report, Executors.newSingleThreadScheduledExecutor());
    }

    @AfterEach
    void stop() {
        sink.close();
        client.close();
        server.stop(0);
    }

    private ReplicaReport report() {
        return ReportBuilder.of(
                null,
                new ConfigState.Rejection("rev", "why"),
                List.of(),
                List.of(new HealthBoard.Observation("c", 1_000L, null, null, null, null)),
                new ReportBuilder.Moment(true, reports.incrementAndGet(), 2_000L, 0L));
    }

    @Test
    void writesObjectAndStatusByServerSideApply() throws Exception {
        sink.start();
        await().until(() -> calls.size() >= 2);

        Call object = calls.get(0);
        assertThat(object.method()).isEqualTo("PATCH");
        assertThat(object.path()).isEqualTo(PATH);
        assertThat(object.query()).contains("fieldManager=ninerouter-gateway", "force=true");
        assertThat(object.type()).startsWith("application/apply-patch+yaml");
        JsonNode sent = JSON.readTree(object.body());
        assertThat(sent.path("spec").path("routerRef").path("name").asText()).isEqualTo("main");
        assertThat(sent.path("metadata")
                        .path("labels")
                        .path("ninerouter.io/router")
                        .asText())
                .isEqualTo("main");
        assertThat(sent.path("metadata")
                        .path("ownerReferences")
                        .get(0)
                        .path("uid")
                        .asText())
                .isEqualTo("uid-1");

        Call status = calls.get(1);
        assertThat(status.path()).isEqualTo(PATH + "/status");
        JsonNode written = JSON.readTree(status.body()).path("status");
        assertThat(JSON.treeToValue(written, ReplicaReport.class).rejectedReason())
                .isEqualTo("why");
        assertThat(written.path("reportedAt").asText()).isEqualTo("1970-01-01T00:00:02Z");
        assertThat(written.path("connections").get(0).path("lastSuccessAt").asText())
                .isEqualTo("1970-01-01T00:00:01Z");
    }

    @Test
    void changesThatComeTogetherMakeOneReport() {
        sink.start();
        await().until(() -> calls.size() == 2);

        for (int i = 0; i < 100; i++) {
            sink.changed();
        }

        await().until(() -> calls.size() == 3);
        await().during(Duration.ofMillis(150)).until(() -> calls.size() == 3);
        assertThat(calls.getLast().path()).isEqualTo(PATH + "/status");
    }

    @Test
    void whatTrafficTeachesIsToldAtOnceButNotMoreOftenThanItHelps() {
        sink.start();
        await().until(() -> calls.size() == 2);

        long begun = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            sink.learnt();
        }
        await().atMost(Duration.ofSeconds(1)).until(() -> calls.size() == 3);
        sink.learnt();
        await().atMost(Duration.ofSeconds(1)).until(() -> calls.size() == 4);

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isGreaterThanOrEqualTo(Duration.ofMillis(ReportSink.SPACING_MILLIS + ReportSink.LEARNT_MILLIS));
    }

    @Test
    void reportsTheCooldownsThatHoldLongestWithinTheBoundsOfTheSchema() {
        List<HealthBoard.Cooling> many = IntStream.rangeClosed(1, 1_500)
                .mapToObj(i -> cooling("m" + i, 10_000 + i))
                .toList();
        assertThat(reported(many).cooldowns())
                .hasSize(1_000)
                .allMatch(one -> Instant.parse(one.until()).toEpochMilli() > 10_500);

        assertThat(reported(List.of(
                                cooling("x".repeat(257), 60_000), cooling("soon over", 2_400), cooling(null, 60_000)))
                        .cooldowns())
                .as("a name that is too long, and what is over before anyone hears of it")
                .containsExactly(new CooldownReport("c", null, "RateLimited", "1970-01-01T00:01:00Z"));
    }

    private static HealthBoard.Cooling cooling(@Nullable String model, long untilMillis) {
        return new HealthBoard.Cooling("c", model, new Cooldown(Cooldown.Reason.RATE_LIMITED, 1, untilMillis, true));
    }

    private static ReplicaReport reported(List<HealthBoard.Cooling> cooldowns) {
        return ReportBuilder.of(null, null, cooldowns, List.of(), new ReportBuilder.Moment(true, 0, 2_000L, 0L));
    }

    @Test
    void triesAgainWhenTheKindIsNotThereYet() {
        status = 404;
        sink.start();
        await().until(() -> !calls.isEmpty());

        status = 200;

        await().until(() -> calls.getLast().path().endsWith("/status"));
    }

    @Test
    void makesTheObjectAnewWhenSomebodyDeletesIt() {
        sink.start();
        await().until(() -> calls.size() == 2);
        status = 404;
        sink.changed();
        await().until(() -> calls.size() == 3);
        status = 200;
        sink.changed();

        await().until(() -> calls.size() == 5);
        assertThat(calls.get(3).path()).isEqualTo(PATH);
    }

    @Test
    void deletesItsObjectAtTheEnd() {
        sink.start();
        await().until(() -> calls.size() == 2);

        sink.close();

        assertThat(calls.getLast().method()).isEqualTo("DELETE");
        assertThat(calls.getLast().path()).isEqualTo(PATH);
    }

    @Test
    void waitsLongerAfterEachFailureUpToTheUsualPeriod() {
        assertThat(List.of(1, 2, 3, 4, 5, 6, 60).stream().map(ReportSink::backoffMillis))
                .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 10_000L, 10_000L);
    }

    record Call(String method, String path, String query, String type, String body) {}
}
