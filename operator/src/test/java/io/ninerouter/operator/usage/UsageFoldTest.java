package io.ninerouter.operator.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ninerouter.config.ReplicaReport;
import io.ninerouter.config.UsageFigures;
import io.ninerouter.config.UsageReport;
import io.ninerouter.config.UsageReport.CallerUsage;
import io.ninerouter.config.UsageReport.TargetUsage;
import io.ninerouter.operator.usage.UsageBook.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsageFoldTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:30:00Z");

    private final Map<String, String> uids = new HashMap<>(Map.of("team/x", "x-1", "conn", "c-1"));
    private final UsageFold.Objects objects = new UsageFold.Objects() {
        @Override
        public @Nullable String key(String caller) {
            return uids.get(caller);
        }

        @Override
        public @Nullable String connection(String name) {
            return uids.get(name);
        }
    };

    @Test
    void theSameReportsChangeNothing() {
        List<Reporting> reports = List.of(running("a", 5), running("b", 7));
        UsageBook once = fold(UsageBook.EMPTY, NOW, reports);

        assertThat(fold(once, NOW.plusSeconds(10), reports)).isEqualTo(once);
        assertThat(once.total().seen().requests()).isEqualTo(12);
    }

    @Test
    void anotherObjectOfTheSameNameBeginsAtZero() {
        UsageBook before = fold(UsageBook.EMPTY, NOW, List.of(running("a", 5)));
        uids.put("team/x", "x-2");
        UsageBook anew = fold(before, NOW, List.of(running("a", 6)));
        UsageBook after = fold(anew, NOW, List.of(running("a", 9)));
        UsageBook ended = fold(after, NOW, List.of(ended("a", 9)));

        assertThat(anew.callers().get("team/x").seen()).isEqualTo(UsageFigures.NONE);
        assertThat(after.callers().get("team/x").seen().requests()).isEqualTo(3);
        assertThat(ended.callers().get("team/x").seen().requests()).isEqualTo(3);
        assertThat(ended.total().seen().requests()).isEqualTo(9);
        assertThat(ended.days().getFirst().callers().get("team/x").requests()).isEqualTo(9);
    }

    @Test
    void accountsOfObjectsThatAreGoneGoWhenNobodyReportsThem() {
        UsageBook before = fold(UsageBook.EMPTY, NOW, List.of(running("a", 5)));
        uids.clear();
        UsageBook reported = fold(before, NOW, List.of(running("a", 6)));
        UsageBook ended = fold(reported, NOW, List.of(ended("a", 6)));
        UsageBook gone = fold(ended, NOW, List.of());

        assertThat(reported.callers()).containsKey("team/x");
        assertThat(gone.callers()).isEmpty();
        assertThat(gone.targets()).isEmpty();
        assertThat(gone.total().seen().requests()).isEqualTo(6);
    }

    @Test
    void whatWasToldStaysWhenReportsAreGoneBeforeTheyWereSettled() {
        UsageBook before = fold(UsageBook.EMPTY, NOW, List.of(running("a", 5), running("b", 7)));

        UsageBook recovered = UsageFold.recover(before, List.of(running("b", 7)), NOW);

        assertThat(recovered.total().seen()).isEqualTo(before.total().seen());
        UsageBook after = fold(recovered, NOW, List.of(running("b", 9), running("a", 5)));
        assertThat(after.total().seen().requests())
                .as("a counts no more, b goes on")
                .isEqualTo(14);
        assertThat(after.callers().get("team/x").seen().requests()).isEqualTo(14);
        assertThat(UsageFold.recover(after, List.of(running("b", 9)), NOW)).isEqualTo(after);
    }

    @Test
    void aReplicaThatComesBackAfterItWasTakenForGoneIsCountedOn() {
        UsageBook settled = fold(UsageBook.EMPTY, NOW, List.of(ended("a", 5)));

        UsageBook back = fold(settled, NOW.plus(Duration.ofDays(2)), List.of(running("a", 8)));

        assertThat(back.total().seen().requests()).isEqualTo(8);
    }

    @Test
    void hoursAreKeptForTwoDaysAndDaysForNinety() {
        UsageBook book = UsageBook.EMPTY;
        for (int hour = 0; hour < 24 * 100; hour++) {
            book = fold(book, NOW.plus(Duration.ofHours(hour)), List.of(running("a", hour + 1)));
        }

        assertThat(book.hours()).hasSizeBetween(48, 49);
        assertThat(book.days()).hasSizeBetween(90, 91);
        assertThat(book.days().getLast().start()).isEqualTo("2026-06-09T00:00:00Z");
        assertThat(book.total().seen().requests()).isEqualTo(2_400);
    }

    @Test
    void whatHasNoRoomIsPartOfTheTotal() {
        List<CallerUsage> callers = new ArrayList<>();
        UsageFigures total = UsageFigures.NONE;
        for (int i = 0; i < UsageReport.MAX_CALLERS + 100; i++) {
            callers.add(new CallerUsage("team/" + i, null, figures(1)));
            total = total.plus(figures(1));
        }
        UsageReport report = new UsageReport("a", "", false, total, callers, List.of());

        UsageBook book = fold(UsageBook.EMPTY, NOW, List.of(new Reporting("a", report, false)));

        assertThat(book.callers()).hasSize(UsageReport.MAX_CALLERS);
        assertThat(book.total().seen()).isEqualTo(total);
        assertThat(book.hours().getFirst().callers()).hasSize(History.MOST_ROWS);
        assertThat(BookCodec.decode(BookCodec.encode(book).data())).isEqualTo(book);
    }

    @Test
    void manyLargeCountsThatEndTogetherAreSettledOneAfterTheOther() {
        List<CallerUsage> callers = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            callers.add(new CallerUsage("team/" + i, null, figures(1)));
        }
        List<Reporting> reports = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            reports.add(new Reporting(name, new UsageReport(name, "", true, figures(1_500), callers, List.of()), true));
        }
        UsageBook book = UsageBook.EMPTY;
        for (int round = 1; round <= 3; round++) {
            book = fold(book, NOW, reports);
            assertThat(book.total().seen().requests()).isEqualTo(4_500);
            assertThat(UsageFold.done(book, reports)).hasSize(1);
            String done = UsageFold.done(book, reports).iterator().next();
            reports.removeIf(one -> one.name().equals(done));
        }
        assertThat(reports).isEmpty();
    }

    @Test
    void theLargestBookFitsIntoASecret() {
        Random random = new Random(1);
        Map<String, UsageBook.Account> callers = new TreeMap<>();
        for (int i = 0; i < UsageReport.MAX_CALLERS; i++) {
            callers.put("namespace-" + i % 50 + "/caller-" + i, account(random));
        }
        Map<String, UsageBook.Account> targets = new TreeMap<>();
        for (int i = 0; i < UsageReport.MAX_TARGETS; i++) {
            targets.put("connection-" + i % 100 + "/model-" + i, account(random));
        }
        UsageBook book = new UsageBook(
                account(random),
                callers,
                targets,
                Map.of(),
                Set.of(),
                buckets(random, 48, callers, targets),
                buckets(random, 90, callers, targets));

        BookCodec.Encoded encoded = BookCodec.encode(book);

        int bytes =
                encoded.data().values().stream().mapToInt(value -> value.length).sum();
        assertThat(bytes).isLessThanOrEqualTo(BookCodec.MOST_BYTES);
        assertThat(BookCodec.decode(encoded.data())).isEqualTo(encoded.book());
        assertThat(encoded.book().callers()).isEqualTo(book.callers());
        assertThat(encoded.book().days()).extracting(Bucket::total).isEqualTo(totals(book.days()));
    }

    @Test
    void whatCannotBeReadIsRefusedWithoutSayingWhatItHolds() {
        assertThatThrownBy(() -> BookCodec.decode(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void aReplicaIsOverWhenItSaysSoOrItsPodIsGone() {
        assertThat(reporting(true, "s", "s", true, true, 1).ended())
                .as("closed")
                .isTrue();
        assertThat(reporting(true, "next", "s", true, true, 1).ended())
                .as("closed, and the next container has begun")
                .isFalse();
        assertThat(reporting(false, "s", "s", true, true, 100_000).ended())
                .as("silent, its pod is there")
                .isFalse();
        assertThat(reporting(false, "s", "s", true, false, 30).ended())
                .as("its pod is just gone")
                .isFalse();
        assertThat(reporting(false, "s", "s", true, false, 61).ended())
                .as("its pod is gone")
                .isTrue();
        assertThat(reporting(false, "s", "s", false, false, 3_600).ended())
                .as("in no pod")
                .isFalse();
        assertThat(reporting(false, "s", "s", false, false, 86_400).ended())
                .as("in no pod, silent for a day")
                .isTrue();
    }

    private static Reporting reporting(
            boolean closed, String annotated, String started, boolean inPod, boolean podThere, int silentSeconds) {
        UsageReport usage = new UsageReport("a", "", closed, figures(1), List.of(), List.of());
        ReplicaReport report = new ReplicaReport(
                        true,
                        null,
                        null,
                        null,
                        null,
                        NOW.minusSeconds(silentSeconds).toString(),
                        started,
                        0,
                        null,
                        null)
                .with(usage);
        return Reporting.of("a", report, annotated, inPod, podThere, NOW);
    }

    private UsageBook fold(UsageBook book, Instant now, List<Reporting> reports) {
        return UsageFold.fold(book, reports, objects, now);
    }

    private static Reporting running(String name, long requests) {
        return new Reporting(name, report(name, requests, false), false);
    }

    private static Reporting ended(String name, long requests) {
        return new Reporting(name, report(name, requests, false), true);
    }

    private static UsageReport report(String name, long requests, boolean closed) {
        return new UsageReport(
                name,
                "",
                closed,
                figures(requests),
                List.of(new CallerUsage("team/x", null, figures(requests))),
                List.of(new TargetUsage("conn", "p", "m", null, figures(requests))));
    }

    private static UsageFigures figures(long requests) {
        return new UsageFigures(requests, requests, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    private static UsageBook.Account account(Random random) {
        return new UsageBook.Account(
                new UUID(random.nextLong(), random.nextLong()).toString(),
                any(random),
                any(random),
                NOW.plusSeconds(random.nextInt(1_000_000)).toString(),
                "provider-" + random.nextInt(10));
    }

    private static UsageFigures any(Random random) {
        return new UsageFigures(
                random.nextInt(100_000),
                random.nextInt(100_000),
                random.nextInt(1_000_000_000),
                random.nextInt(1_000_000_000),
                random.nextInt(100_000_000),
                random.nextInt(100_000_000),
                random.nextInt(10_000_000),
                random.nextLong(1_000_000_000_000_000L),
                random.nextLong(1_000_000_000_000_000L),
                random.nextInt(100));
    }

    private static List<Bucket> buckets(
            Random random, int count, Map<String, UsageBook.Account> callers, Map<String, UsageBook.Account> targets) {
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, UsageFigures> ofCallers = new TreeMap<>();
            callers.keySet().stream().limit(300).forEach(key -> ofCallers.put(key, any(random)));
            Map<String, UsageFigures> ofTargets = new TreeMap<>();
            targets.keySet().stream().limit(300).forEach(key -> ofTargets.put(key, any(random)));
            UsageFigures total = ofCallers.values().stream().reduce(UsageFigures.NONE, UsageFigures::plus);
            buckets.add(History.limited(
                    new Bucket(NOW.plus(Duration.ofHours(i)).toString(), total, ofCallers, ofTargets),
                    History.MOST_ROWS));
        }
        return buckets;
    }

    private static List<UsageFigures> totals(List<Bucket> buckets) {
        return buckets.stream().map(Bucket::total).toList();
    }
}
