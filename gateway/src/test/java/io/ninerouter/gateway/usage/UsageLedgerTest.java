package io.ninerouter.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig.RequestLog;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.UsageFigures;
import io.ninerouter.config.UsageReport;
import io.ninerouter.config.UsageReport.CallerUsage;
import io.ninerouter.config.UsageReport.TargetUsage;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.fake.Configs;
import io.ninerouter.gateway.health.Outcome;
import io.ninerouter.gateway.routing.Target;
import io.ninerouter.gateway.snapshot.Provider;
import io.ninerouter.gateway.snapshot.Snapshot;
import io.ninerouter.gateway.usage.UsageLedger.Room;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsageLedgerTest {
    private static final Snapshot SNAPSHOT = Configs.empty()
            .provider("p", "http://127.0.0.1:1", Dialect.OPENAI_CHAT)
            .models(
                    new ModelConfig("a", null, null, List.of(), null),
                    new ModelConfig("b", null, null, List.of(), null))
            .provider("q", "http://127.0.0.1:1", Dialect.ANTHROPIC)
            .snapshot();

    private final AtomicLong now = new AtomicLong(1_000);
    private final UsageLedger ledger = new UsageLedger("one", now::get);

    @Test
    void saysNothingBeforeTheFirstUse() {
        assertThat(ledger.report(false)).isNull();
    }

    @Test
    void countsEachFigureOnceByCallerByTargetAndInTotal() {
        use(ledger, "team/x", "p", "a", new Usage(10, 20, 30, 40, 5), new Cost(700, true));
        now.set(5_500);
        use(ledger, "team/x", "p", "a", new Usage(1, 0, 0, 2, 0), new Cost(30, false));
        use(ledger, "team/y", "q", "made-up", new Usage(7, 0, 0, 8, 0), null);

        UsageReport report = ledger.report(true);

        UsageFigures x = new UsageFigures(2, 2, 11, 20, 30, 42, 5, 700, 30, 0);
        UsageFigures y = new UsageFigures(1, 1, 7, 0, 0, 8, 0, 0, 0, 1);
        assertThat(report)
                .isEqualTo(new UsageReport(
                        "one",
                        "1970-01-01T00:00:01Z",
                        true,
                        x.plus(y),
                        List.of(
                                new CallerUsage("team/x", "1970-01-01T00:00:05Z", x),
                                new CallerUsage("team/y", "1970-01-01T00:00:05Z", y)),
                        List.of(
                                new TargetUsage("p", "p", "a", "1970-01-01T00:00:05Z", withoutRequests(x)),
                                new TargetUsage("q", "q", "other", "1970-01-01T00:00:05Z", withoutRequests(y)))));
    }

    @Test
    void anAttemptThatUsedNothingIsCountedAndNotUnpriced() {
        use(ledger, "team/x", "p", "a", null, null);

        assertThat(ledger.report(false).total()).isEqualTo(new UsageFigures(1, 1, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void whatDoesNotFitIsCountedTogether() {
        UsageLedger small = new UsageLedger("small", now::get, rows(3), rows(2));
        for (int i = 0; i < 10; i++) {
            use(small, "team/" + i, i % 2 == 0 ? "p" : "q", i % 3 == 0 ? "a" : "b", new Usage(1, 0, 0, 1, 0), null);
        }

        UsageReport report = small.report(false);

        assertThat(report.callers())
                .extracting(CallerUsage::caller)
                .containsExactly("other", "team/0", "team/1", "team/2");
        assertThat(report.callers().getFirst().used().requests()).isEqualTo(7);
        assertThat(report.targets()).hasSize(3);
        assertThat(sum(report.callers().stream().map(CallerUsage::used).toList()))
                .isEqualTo(report.total());
        assertThat(sum(report.targets().stream().map(TargetUsage::used).toList()))
                .isEqualTo(withoutRequests(report.total()));
    }

    @Test
    void goesOnWithTheCountOfTheProcessBeforeIt() {
        use(ledger, "team/x", "p", "a", new Usage(10, 0, 0, 1, 0), new Cost(5, true));
        UsageReport before = ledger.report(true);
        now.set(9_000);
        UsageLedger next = new UsageLedger("two", now::get);
        use(next, "team/x", "p", "a", new Usage(1, 0, 0, 1, 0), new Cost(1, true));
        use(next, "team/y", "p", "b", new Usage(1, 0, 0, 1, 0), new Cost(1, true));
        UsageFigures own = next.report(false).total();

        next.continueFrom(before);

        UsageReport both = next.report(false);
        assertThat(both.ledger()).isEqualTo("one");
        assertThat(both.since()).isEqualTo(before.since());
        assertThat(both.closed()).isFalse();
        assertThat(both.total()).isEqualTo(before.total().plus(own));
        assertThat(sum(both.callers().stream().map(CallerUsage::used).toList())).isEqualTo(both.total());
        assertThat(both.callers().getFirst().lastUsedAt()).isEqualTo("1970-01-01T00:00:09Z");
    }

    @Test
    void goesOnWithRowsThatDidNotFitEither() {
        UsageLedger small = new UsageLedger("small", now::get, rows(1), rows(1));
        use(small, "team/x", "p", "a", new Usage(1, 0, 0, 1, 0), null);
        use(small, "team/y", "q", "b", new Usage(1, 0, 0, 1, 0), null);
        UsageReport before = small.report(true);
        UsageLedger next = new UsageLedger("next", now::get, rows(1), rows(1));

        next.continueFrom(before);

        assertThat(next.report(true)).isEqualTo(before);
    }

    @Test
    void rowsThatWereToldKeepTheirPlacesBeforeThoseThatHaveComeSince() {
        UsageLedger small = new UsageLedger("small", now::get, rows(1), rows(1));
        use(small, "team/x", "p", "a", new Usage(1, 0, 0, 1, 0), null);
        UsageReport before = small.report(true);
        UsageLedger next = new UsageLedger("next", now::get, rows(1), rows(1));
        use(next, "team/y", "q", "b", new Usage(1_000, 0, 0, 1, 0), null);

        next.continueFrom(before);

        UsageReport both = next.report(false);
        assertThat(both.callers()).extracting(CallerUsage::caller).containsExactly("other", "team/x");
        assertThat(both.callers()).contains(before.callers().getFirst());
        assertThat(both.targets()).hasSize(2).contains(before.targets().getFirst());
        assertThat(sum(both.callers().stream().map(CallerUsage::used).toList())).isEqualTo(both.total());
        assertThat(sum(both.targets().stream().map(TargetUsage::used).toList()))
                .isEqualTo(withoutRequests(both.total()));
    }

    @Test
    void knowsOfRequestsWhoseLastWordIsNotCountedYet() {
        Tally tally = new Tally(ledger, new Asker("r", "team/x", Dialect.GEMINI, "generate", "m", true), 0);
        assertThat(ledger.open()).isOne();
        tally.attempt();
        tally.counting();
        tally.close(200, false, RequestLog.NONE, 5);
        assertThat(ledger.open()).isOne();

        tally.counted(attempt("p", "a", new Usage(1, 0, 0, 1, 0), null));

        assertThat(ledger.open()).isZero();
        assertThat(ledger.report(true).total().requests()).isOne();
    }

    @Test
    void losesNothingWhenManyCountAtOnce() throws Exception {
        UsageLedger small = new UsageLedger("small", now::get, rows(4), rows(2));
        List<Future<?>> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int thread = 0; thread < 4; thread++) {
                Random random = new Random(thread);
                done.add(threads.submit(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        use(
                                small,
                                "team/" + random.nextInt(8),
                                random.nextBoolean() ? "p" : "q",
                                random.nextBoolean() ? "a" : "b",
                                new Usage(1, 2, 3, 4, 2),
                                new Cost(7, true));
                    }
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }

        UsageReport report = small.report(true);

        assertThat(report.total())
                .isEqualTo(new UsageFigures(8_000, 8_000, 8_000, 16_000, 24_000, 32_000, 16_000, 56_000, 0, 0));
        assertThat(report.callers()).hasSize(5);
        assertThat(report.targets()).hasSize(3);
        assertThat(sum(report.callers().stream().map(CallerUsage::used).toList()))
                .isEqualTo(report.total());
    }

    private static Room rows(int most) {
        return new Room(most, 10_000);
    }

    private static UsageFigures sum(List<UsageFigures> rows) {
        return rows.stream().reduce(UsageFigures.NONE, UsageFigures::plus);
    }

    private static UsageFigures withoutRequests(UsageFigures figures) {
        return figures.minus(new UsageFigures(figures.requests(), 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    private static void use(
            UsageLedger ledger,
            String caller,
            String provider,
            String model,
            @Nullable Usage usage,
            @Nullable Cost cost) {
        Tally tally = new Tally(ledger, new Asker("r", caller, Dialect.OPENAI_CHAT, "generate", "m", false), 0);
        tally.attempt();
        tally.attempted(attempt(provider, model, usage, cost));
        tally.close(200, false, RequestLog.NONE, 5);
    }

    private static AttemptRecord attempt(String provider, String model, @Nullable Usage usage, @Nullable Cost cost) {
        Provider at = SNAPSHOT.provider(provider);
        return new AttemptRecord(
                new Target(at, at.connections().getFirst(), model, Dialect.OPENAI_CHAT, null),
                1,
                new Outcome.Success(),
                new Timing(4, 1),
                new AttemptRecord.Told(List.of(), null, 10, 20),
                new AttemptRecord.Spent(usage, false, cost));
    }
}
