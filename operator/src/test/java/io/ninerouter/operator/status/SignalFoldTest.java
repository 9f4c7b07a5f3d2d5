package io.ninerouter.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.ReplicaReport;
import io.ninerouter.config.ReplicaReport.CooldownReport;
import io.ninerouter.config.Signals;
import io.ninerouter.config.Signals.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the replicas report, and what all of them are told. */
class SignalFoldTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    /**
     * One case.
     *
     * @param before published so far
     * @param reports of the live replicas
     * @param after to be published
     */
    record Case(String name, List<Signal> before, List<Fleet.Reported> reports, List<Signal> after) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource
    void foldsWhatTheReplicasSay(Case one) {
        assertThat(fold(one.before, one.reports).cooldowns()).isEqualTo(one.after);
    }

    static Stream<Case> foldsWhatTheReplicasSay() {
        return Stream.of(
                new Case("nothing", List.of(), List.of(report("a")), List.of()),
                new Case(
                        "a model at one account",
                        List.of(),
                        List.of(report("a", cooldown("c", "m", 60)), report("b")),
                        List.of(signal("c", "m", 60, "a"))),
                new Case(
                        "the whole account stands before its models",
                        List.of(),
                        List.of(report("a", cooldown("c", "m", 60), cooldown("c", null, 5))),
                        List.of(signal("c", null, 5, "a"), signal("c", "m", 60, "a"))),
                new Case(
                        "of two that say the same the longer counts",
                        List.of(),
                        List.of(report("a", cooldown("c", "m", 20)), report("b", cooldown("c", "m", 60))),
                        List.of(signal("c", "m", 60, "b"))),
                new Case(
                        "of two that end together the first by name",
                        List.of(),
                        List.of(report("b", cooldown("c", "m", 60)), report("a", cooldown("c", "m", 60))),
                        List.of(signal("c", "m", 60, "a"))),
                new Case(
                        "a success takes back what the same replica said",
                        List.of(signal("c", "m", 60, "a")),
                        List.of(report("a"), report("b")),
                        List.of()),
                new Case(
                        "a success takes back nothing of another",
                        List.of(signal("c", "m", 60, "a")),
                        List.of(report("a", cooldown("c", "m", 60)), report("b")),
                        List.of(signal("c", "m", 60, "a"))),
                new Case(
                        "what one that is gone has learnt stays",
                        List.of(signal("c", "m", 60, "gone")),
                        List.of(report("a")),
                        List.of(signal("c", "m", 60, "gone"))),
                new Case(
                        "but not beyond its end",
                        List.of(signal("c", "m", 0, "gone"), signal("d", "m", -1, "gone")),
                        List.of(report("a")),
                        List.of()),
                new Case("what is over", List.of(), List.of(report("a", cooldown("c", "m", 0))), List.of()),
                new Case(
                        "what lies too far away",
                        List.of(),
                        List.of(report(
                                "a", cooldown("c", "m", Duration.ofDays(32).toSeconds()))),
                        List.of()),
                new Case(
                        "what is no time",
                        List.of(),
                        List.of(report("a", new CooldownReport("c", "m", "RateLimited", "soon"))),
                        List.of()),
                new Case(
                        "a connection that is no more",
                        List.of(signal("deleted", "m", 60, "gone")),
                        List.of(report("a", cooldown("deleted", null, 60))),
                        List.of()));
    }

    @Test
    void keepsThoseThatHoldLongestWhenThereAreTooMany() {
        CooldownReport[] many = IntStream.rangeClosed(1, 1_500)
                .mapToObj(i -> cooldown("c", "m" + i, i))
                .toArray(CooldownReport[]::new);

        Signals signals = fold(List.of(), List.of(report("a", many)));

        assertThat(signals.cooldowns()).hasSize(Signals.MAX);
        assertThat(signals.cooldowns()).noneMatch(one -> one.untilMillis() <= at(500));
        assertThat(ConfigCodec.encode(signals)).hasSizeLessThan(200_000);
    }

    @Test
    void knowsWhenTheFirstIsOver() {
        assertThat(SignalFold.firstEnd(Signals.NONE)).isNull();
        assertThat(SignalFold.firstEnd(new Signals(List.of(signal("c", "m", 60, "a"), signal("d", "m", 7, "a")))))
                .isEqualTo(NOW.plusSeconds(7));
    }

    /** However the reports come: folded again nothing changes, their order does not matter, and nothing is made up. */
    @Test
    void isIdempotentAndBlindToOrder() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            List<Fleet.Reported> reports = new ArrayList<>();
            for (int replica = 0; replica < 4; replica++) {
                reports.add(report(
                        "r" + replica,
                        IntStream.range(0, random.nextInt(6))
                                .mapToObj(i -> cooldown(
                                        "c" + random.nextInt(3),
                                        random.nextBoolean() ? null : "m" + random.nextInt(3),
                                        random.nextInt(10) - 2))
                                .toArray(CooldownReport[]::new)));
            }
            List<Signal> before = List.of(signal("c" + random.nextInt(3), null, random.nextInt(10), "gone"));

            Signals once = fold(before, reports);
            Collections.shuffle(reports, random);

            assertThat(fold(once.cooldowns(), reports)).isEqualTo(once);
            assertThat(ConfigCodec.decodeSignals(ConfigCodec.encode(once))).isEqualTo(once);
            assertThat(once.cooldowns()).allMatch(one -> one.untilMillis() > NOW.toEpochMilli());
        }
    }

    private static Signals fold(List<Signal> before, List<Fleet.Reported> reports) {
        Fleet fleet = Fleet.of(reports, RevisionHistory.EMPTY, RevisionHistory.EMPTY, NOW);
        return SignalFold.fold(
                new Signals(before), fleet, signal -> !signal.connection().equals("deleted"), NOW);
    }

    private static Fleet.Reported report(String replica, CooldownReport... cooldowns) {
        return new Fleet.Reported(
                replica,
                new ReplicaReport(
                        true,
                        null,
                        null,
                        null,
                        null,
                        NOW.toString(),
                        NOW.toString(),
                        0,
                        List.of(cooldowns),
                        List.of()));
    }

    private static CooldownReport cooldown(String connection, String model, long seconds) {
        return new CooldownReport(
                connection, model, "RateLimited", NOW.plusSeconds(seconds).toString());
    }

    private static Signal signal(String connection, String model, long seconds, String by) {
        return new Signal(connection, model, "RateLimited", at(seconds), by);
    }

    private static long at(long seconds) {
        return NOW.plusSeconds(seconds).toEpochMilli();
    }
}
