package io.ninerouter.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.config.ReplicaReport.CooldownReport;
import io.ninerouter.config.UsageFigures;
import io.ninerouter.config.UsageReport;
import io.ninerouter.gateway.health.Cooldown;
import io.ninerouter.gateway.health.HealthBoard;
import io.ninerouter.gateway.health.QuotaWindow;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportSinkTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/apis/ninerouter.io/v1alpha1/namespaces/ns/gatewayreplicas/pod-1";
    private static final ReplicaIdentity IDENTITY = new ReplicaIdentity("ns", "main", "pod-1", "uid-1");

    private final AtomicInteger reports = new AtomicInteger();
    private final AtomicInteger counting = new AtomicInteger();
    private final List<UsageReport> followed = new CopyOnWriteArrayList<>();
    private volatile @Nullable UsageReport usage;
    private volatile @Nullable String routerUid;
    private ReportServer server;
    private List<ReportServer.Call> calls;
    private ReportSink sink;

    @BeforeEach
    void start() throws IOException {
        server = new ReportServer();
        calls = server.calls();
        sink = new ReportSink(
                server.client(),
                IDENTITY,
                new Subject(),
                Executors.newSingleThreadScheduledExecutor(),
                System::nanoTime);
    }

    @AfterEach
    void stop() {
        sink.close();
        server.close();
    }

    /** A replica whose figures a test sets. */
    private final class Subject implements ReportSink.Replica {
        @Override
        public ReplicaReport report(boolean last) {
            UsageReport used = usage;
            return ReportSinkTest.this
                    .report()
                    .with(
                            used == null
                                    ? null
                                    : new UsageReport(used.ledger(), used.since(), last, used.total(), null, null));
        }

        @Override
        public String startedAt() {
            return "1970-01-01T00:00:00Z";
        }

        @Override
        public @Nullable String routerUid() {
            return routerUid;
        }

        @Override
        public void follows(UsageReport report) {
            followed.add(report);
            usage = report;
        }

        @Override
        public boolean isCounting() {
            return counting.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        }
    }

    private ReplicaReport report() {
        return ReportBuilder.of(
                null,
                new ConfigState.Rejection("rev", "why"),
                List.of(),
                List.of(new HealthBoard.Observation("c", 1_000L, null, null, null, null)),
                connection -> List.of(new QuotaWindow("7d", 63, 90_000L, 1_500L, true)),
                new ReportBuilder.Moment(true, reports.incrementAndGet(), 2_000L, 0L));
    }

    @Test
    void writesObjectAndStatusByServerSideApply() throws Exception {
        sink.start();
        await().until(() -> calls.size() >= 2);

        ReportServer.Call object = calls.get(0);
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

        ReportServer.Call status = calls.get(1);
        assertThat(status.path()).isEqualTo(PATH + "/status");
        JsonNode written = JSON.readTree(status.body()).path("status");
        assertThat(JSON.treeToValue(written, ReplicaReport.class).rejectedReason())
                .isEqualTo("why");
        assertThat(written.path("reportedAt").asText()).isEqualTo("1970-01-01T00:00:02Z");
        assertThat(written.path("connections").get(0).path("lastSuccessAt").asText())
                .isEqualTo("1970-01-01T00:00:01Z");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whateverComesWhileAReportIsWrittenMakesOneMore(boolean awaited) throws Exception {
        sink.start();
        await().until(() -> calls.size() == 2);
        CountDownLatch held = new CountDownLatch(1);
        server.holds(held);
        sink.changed();
        await().until(() -> calls.size() == 3);

        for (int i = 0; i < 100; i++) {
            if (awaited) {
                sink.changed();
            } else {
                sink.learnt();
            }
        }
        server.holds(null);
        held.countDown();

        await().until(() -> calls.size() == 4);
        await().during(Duration.ofMillis(150)).until(() -> calls.size() == 4);
        assertThat(calls.getLast().path()).isEqualTo(PATH + "/status");
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
        return ReportBuilder.of(
                null, null, cooldowns, List.of(), none -> List.of(), new ReportBuilder.Moment(true, 0, 2_000L, 0L));
    }

    @Test
    void reportsHowMuchOfAWindowIsUsed() {
        assertThat(report().connections().getFirst().quotas())
                .containsExactly(
                        new ReplicaReport.QuotaReport("7d", 63, "1970-01-01T00:01:30Z", "1970-01-01T00:00:01.500Z"));
    }

    @Test
    void triesAgainWhenTheKindIsNotThereYet() {
        server.answers(404);
        sink.start();
        await().until(() -> !calls.isEmpty());

        server.answers(200);

        await().until(() -> calls.getLast().path().endsWith("/status"));
    }

    @Test
    void makesTheObjectAnewWhenSomebodyDeletesIt() {
        sink.start();
        await().until(() -> calls.size() == 2);
        server.answers(404);
        sink.changed();
        await().until(() -> calls.size() == 3);
        server.answers(200);
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
    void leavesItsLastFiguresToTheOperator() throws Exception {
        sink.start();
        await().until(() -> calls.size() == 2);
        usage = used("own", 7);
        counting.set(3);

        sink.close();

        assertThat(counting).hasValue(0);
        assertThat(calls).hasSize(3);
        JsonNode written = JSON.readTree(calls.getLast().body()).path("status").path("usage");
        assertThat(written.path("closed").asBoolean()).isTrue();
        assertThat(written.path("total").path("requests").asLong()).isEqualTo(7);
    }

    @Test
    void triesToTellItsLastFiguresUntilTheyAreTold() {
        sink.start();
        await().until(() -> calls.size() == 2);
        usage = used("own", 7);
        server.answers(503);
        Thread closing = Thread.ofVirtual().start(sink::close);
        await().until(() -> calls.size() > 3);
        server.answers(200);

        await().until(() -> !closing.isAlive());
        assertThat(calls.getLast().path()).endsWith("/status");
        assertThat(calls.getLast().body()).contains("\"closed\":true");
    }

    @Test
    void readsWhatTheProcessBeforeItHasCountedBeforeItReplacesIt() throws Exception {
        var begun = new ReportBuilder.Moment(true, 0, 2_000L, -5_000L);
        server.has(JSON.writeValueAsString(ReportBuilder.of(null, null, List.of(), List.of(), none -> List.of(), begun)
                .with(used("before", 5))));
        sink.start();
        await().until(() -> calls.size() >= 2);
        server.has(null);

        assertThat(followed).extracting(UsageReport::ledger).containsExactly("before");
        JsonNode written = JSON.readTree(calls.get(1).body()).path("status").path("usage");
        assertThat(written.path("ledger").asText()).isEqualTo("before");
        assertThat(written.path("total").path("requests").asLong()).isEqualTo(5);
    }

    @Test
    void doesNotTakeItsOwnReportForThatOfAnEarlierProcess() throws Exception {
        server.has(JSON.writeValueAsString(report().with(used("own", 5))));
        sink.start();
        await().until(() -> calls.size() >= 2);

        assertThat(followed).isEmpty();
    }

    @Test
    void isKeptByItsRouterAsSoonAsThatIsKnown() throws Exception {
        sink.start();
        await().until(() -> calls.size() == 2);
        routerUid = "router-uid";
        sink.changed();
        await().until(() -> calls.size() == 4);

        JsonNode metadata = JSON.readTree(calls.get(2).body()).path("metadata");
        assertThat(metadata.path("ownerReferences")).hasSize(2);
        assertThat(metadata.path("ownerReferences").get(1).path("uid").asText()).isEqualTo("router-uid");
        assertThat(metadata.path("annotations").path("ninerouter.io/pod-uid").asText())
                .isEqualTo("uid-1");
    }

    private static UsageReport used(String ledger, long requests) {
        return new UsageReport(
                ledger,
                "1970-01-01T00:00:00Z",
                false,
                new UsageFigures(requests, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                List.of(),
                List.of());
    }

    @Test
    void waitsLongerAfterEachFailureUpToTheUsualPeriod() {
        assertThat(List.of(1, 2, 3, 4, 5, 6, 60).stream().map(ReportSink::backoffMillis))
                .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 10_000L, 10_000L);
    }
}
