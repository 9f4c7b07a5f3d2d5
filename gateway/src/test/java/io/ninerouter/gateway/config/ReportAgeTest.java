package io.ninerouter.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.config.UsageReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/**
 * How old what is told may be: so much is lost of a pod that is killed. Hours of a worker whose time is a number, with news at
 * any moment, against an API server that is away at times.
 */
class ReportPaceTest {
    private static final ReplicaIdentity IDENTITY = new ReplicaIdentity("ns", "main", "pod-1", "uid-1");
    private static final String TIME = "1970-01-01T00:00:00Z";

    private final PacedWorker worker = new PacedWorker();
    private volatile boolean away;
    private volatile int told;
    private HttpServer server;
    private KubernetesClient client;
    private ReportSink sink;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean refused = away;
            if (!refused && exchange.getRequestURI().getPath().endsWith("/status")) {
                told++;
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(refused ? 503 : 200, refused ? -1 : body.length);
            if (!refused) {
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .withRequestRetryBackoffLimit(0)
                .build();
        client = new KubernetesClientBuilder().withConfig(config).build();
        sink = new ReportSink(client, IDENTITY, new Subject(), worker);
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void thePeriodIsTheOneThatIsPromised() {
        assertThat(TimeUnit.SECONDS.toMillis(UsageReport.PERIOD_SECONDS)).isEqualTo(ReportSink.PERIOD_MILLIS);
    }

    @RepeatedTest(5)
    void whatIsToldIsNeverOlderThanThePeriodNorWhenTheApiServerIsBack(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        sink.start();
        worker.passUntilNext();
        long toldAt = worker.now();
        assertThat(told).isOne();
        for (int i = 0; i < 150; i++) {
            happen(random);
            int before = told;
            worker.passUntilNext();
            if (told > before) {
                toldAt = worker.now();
            } else if (away) {
                // It counts from the moment it is back, which is now at the latest.
                toldAt = worker.now();
            }
            assertThat(worker.nextAt() - toldAt)
                    .as("at the next moment that anything can be told")
                    .isLessThanOrEqualTo(ReportSink.PERIOD_MILLIS);
        }
        assertThat(told).isGreaterThan(40);
    }

    private void happen(Random random) {
        switch (random.nextInt(8)) {
            case 0 -> sink.changed();
            case 1 -> sink.learnt();
            case 2 -> away = random.nextBoolean();
            case 3 -> away = false;
            default -> {
                // Time passes.
            }
        }
    }

    private static final class Subject implements ReportSink.Replica {
        @Override
        public ReplicaReport report(boolean last) {
            return new ReplicaReport(true, null, null, null, null, TIME, TIME, 0, List.of(), List.of());
        }

        @Override
        public String startedAt() {
            return TIME;
        }

        @Override
        public @Nullable String routerUid() {
            return null;
        }

        @Override
        public void follows(UsageReport earlier) {
            throw new AssertionError("no earlier process has left anything");
        }

        @Override
        public boolean isCounting() {
            return false;
        }
    }
}
