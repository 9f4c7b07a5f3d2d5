package io.ninerouter.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.ReplicaReport;
import io.ninerouter.config.UsageReport;
import java.io.IOException;
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
class ReportAgeTest {
    private static final ReplicaIdentity IDENTITY = new ReplicaIdentity("ns", "main", "pod-1", "uid-1");
    private static final String TIME = "1970-01-01T00:00:00Z";

    private final PacedWorker worker = new PacedWorker();
    private boolean away;
    private ReportServer server;
    private ReportSink sink;

    @BeforeEach
    void start() throws IOException {
        server = new ReportServer();
        sink = new ReportSink(
                server.client(), IDENTITY, new Subject(), worker, () -> TimeUnit.MILLISECONDS.toNanos(worker.now()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void away(boolean away) {
        this.away = away;
        server.answers(away ? 503 : 200);
    }

    private long told() {
        return server.calls().stream()
                .filter(call -> call.status() == 200 && call.path().endsWith("/status"))
                .count();
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
        assertThat(told()).isOne();
        for (int i = 0; i < 150; i++) {
            happen(random);
            long before = told();
            worker.passUntilNext();
            if (told() > before) {
                toldAt = worker.now();
            } else if (away) {
                // It counts from the moment it is back, which is now at the latest.
                toldAt = worker.now();
            }
            assertThat(worker.nextAt() - toldAt)
                    .as("at the next moment that anything can be told")
                    .isLessThanOrEqualTo(ReportSink.PERIOD_MILLIS);
        }
        assertThat(told()).isGreaterThan(40);
    }

    private void happen(Random random) {
        switch (random.nextInt(8)) {
            case 0 -> sink.changed();
            case 1 -> sink.learnt();
            case 2 -> away(random.nextBoolean());
            case 3 -> away(false);
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
