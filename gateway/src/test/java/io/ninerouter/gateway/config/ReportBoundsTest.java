package io.ninerouter.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.CallerDemand;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.config.ReplicaReport.ConnectionReport;
import io.ninerouter.config.ReplicaReport.CooldownReport;
import io.ninerouter.config.StoredSize;
import io.ninerouter.config.UsageFigures;
import io.ninerouter.config.UsageReport;
import io.ninerouter.config.UsageReport.CallerUsage;
import io.ninerouter.config.UsageReport.TargetUsage;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ReportBoundsTest {
    private static final int MOST = 20_000;

    @RepeatedTest(200)
    void anyReportFitsAndKeepsItsUsageAndTheOrderOfWhatStays(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        ReplicaReport whole = report(
                list(random.nextInt(100), i -> cooldown(random, i)),
                list(random.nextInt(200), i -> connection(random, i)),
                list(random.nextInt(100), i -> demand(random, i)));

        ReplicaReport within = ReportBounds.within(whole, MOST);

        assertThat(StoredSize.of(within)).isLessThanOrEqualTo(MOST);
        assertThat(within.usage()).isEqualTo(whole.usage());
        assertThat(whole.cooldowns()).containsSubsequence(within.cooldowns());
        assertThat(whole.demands()).containsSubsequence(within.demands());
        assertThat(names(whole)).containsSubsequence(names(within));
        assertThat(ReportBounds.within(whole, MOST)).as("again").isEqualTo(within);
        if (StoredSize.of(whole) <= MOST) {
            assertThat(within).isSameAs(whole);
        } else {
            assertThat(StoredSize.of(within)).as("room is used").isGreaterThan(MOST / 4);
        }
    }

    @Test
    void messagesGoBeforeConnectionsDo() {
        ReplicaReport whole = report(List.of(), list(60, i -> failed(i, null, "x".repeat(1_000))), List.of());

        ReplicaReport within = ReportBounds.within(whole, MOST);

        assertThat(names(within)).isEqualTo(names(whole));
        assertThat(within.connections().stream().filter(one -> one.lastErrorMessage() != null))
                .as("the last failures")
                .extracting(ConnectionReport::name)
                .containsExactly(names(whole).subList(60 - messages(within), 60).toArray(String[]::new));
        assertThat(messages(within)).isBetween(5, 20);
    }

    @Test
    void aRefusedCredentialStaysWhateverElseIsLeftOut() {
        ReplicaReport whole =
                report(List.of(), list(2_000, i -> failed(i, i == 3 ? "2026-03-01T00:00:00Z" : null, "no")), List.of());

        ReplicaReport within = ReportBounds.within(whole, MOST);

        assertThat(names(within)).contains("conn-00003").hasSizeBetween(50, 1_999);
    }

    @Test
    void moneyIsToldBeforeRatesAndTheLongestCooldownBeforeAShorterOne() {
        ReplicaReport whole = report(
                list(2_000, i -> new CooldownReport("conn-" + i, null, "rate_limited", time(i))),
                List.of(),
                list(2_000, i -> new CallerDemand("team/" + i, i, 0, 0, i < 20 ? purse(i) : null)));

        ReplicaReport within = ReportBounds.within(whole, MOST);

        assertThat(within.demands())
                .containsAll(whole.demands().subList(0, 20))
                .contains(whole.demands().getLast());
        assertThat(within.cooldowns())
                .contains(whole.cooldowns().getLast())
                .doesNotContain(whole.cooldowns().getFirst());
    }

    /** The largest that its parts may be: each row with figures of 19 digits, every list full. */
    @Test
    void theLargestReportFitsIntoAnObject() {
        UsageFigures most = new UsageFigures(
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE);
        UsageReport usage = new UsageReport(
                "l".repeat(64),
                time(0),
                false,
                most,
                full(UsageReport.CALLER_BYTES, i -> new CallerUsage("team/" + i, time(0), most)),
                full(UsageReport.TARGET_BYTES, i -> new TargetUsage("conn-" + i, "provider", "m", time(0), most)));
        Random random = new Random(1);
        ReplicaReport whole = report(
                        list(1_000, i -> cooldown(random, i)),
                        list(5_000, i -> failed(i, time(i), "<".repeat(1_024))),
                        list(1_000, i -> new CallerDemand("n".repeat(300) + i, 1, 1, 1, purse(i))))
                .with(usage);

        ReplicaReport within = ReportBounds.within(whole);

        assertThat(StoredSize.of(within)).isLessThanOrEqualTo(ReplicaReport.MOST_BYTES);
        assertThat(within.usage()).isEqualTo(usage);
        assertThat(within.demands().size()).isGreaterThan(100);
        assertThat(within.cooldowns().size()).isGreaterThan(100);
        assertThat(within.connections().size()).isGreaterThan(100);
    }

    private static <T> List<T> full(int bytes, IntFunction<T> row) {
        int rows = bytes / (StoredSize.of(row.apply(999)) + 1);
        return list(rows, row);
    }

    private static int messages(ReplicaReport report) {
        return (int) report.connections().stream()
                .filter(one -> one.lastErrorMessage() != null)
                .count();
    }

    private static List<String> names(ReplicaReport report) {
        return report.connections().stream().map(ConnectionReport::name).toList();
    }

    private static <T> List<T> list(int size, IntFunction<T> each) {
        return IntStream.range(0, size).mapToObj(each).toList();
    }

    private static ReplicaReport report(
            List<CooldownReport> cooldowns, List<ConnectionReport> connections, List<CallerDemand> demands) {
        return new ReplicaReport(true, "r1", "c1", null, null, time(0), time(0), 3, cooldowns, connections)
                .with(new UsageReport(
                        "ledger",
                        time(0),
                        false,
                        UsageFigures.NONE,
                        Collections.nCopies(5, new CallerUsage("team/x", time(0), UsageFigures.NONE)),
                        List.of()))
                .with(demands);
    }

    private static CooldownReport cooldown(Random random, int i) {
        return new CooldownReport(
                "conn-" + i,
                random.nextBoolean() ? null : "m".repeat(random.nextInt(256)),
                "rate_limited",
                time(random.nextInt(100)));
    }

    private static ConnectionReport connection(Random random, int i) {
        return failed(
                i,
                random.nextInt(4) == 0 ? time(random.nextInt(100)) : null,
                random.nextBoolean() ? null : "<é漢\n".repeat(random.nextInt(256)));
    }

    private static ConnectionReport failed(int i, @Nullable String refusedAt, @Nullable String message) {
        return new ConnectionReport(String.format("conn-%05d", i), null, time(i), 500, message, refusedAt, List.of());
    }

    private static CallerDemand demand(Random random, int i) {
        return new CallerDemand(
                "team/" + "n".repeat(random.nextInt(200)) + i,
                random.nextInt(100),
                random.nextInt(100_000),
                random.nextInt(9),
                random.nextBoolean() ? null : purse(random.nextInt(1_000_000)));
    }

    private static CallerDemand.Purse purse(long spent) {
        return new CallerDemand.Purse(1_770_000_000_000L, spent, 0, 0, 1, 0);
    }

    private static String time(int second) {
        return Instant.parse("2026-11-30T00:00:00Z").plusSeconds(second).toString();
    }
}
