package io.ninerouter.operator.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.ObjectRef.Kind;
import io.ninerouter.operator.compile.Probing;
import io.ninerouter.operator.probe.ProbeSchedule.Start;
import io.ninerouter.operator.probe.ProbeSchedule.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is due when. */
class ProbeScheduleTest {
    private static final Instant T0 = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration INTERVAL = Duration.ofMinutes(5);
    private static final ObjectRef ROUTER = new ObjectRef(Kind.ROUTER, "ai", "main");
    private static final ObjectRef A = connection("a");
    private static final Answer TAKEN = new Answer(Answer.Kind.TAKEN, 200, "yes");
    private static final Answer REFUSED = new Answer(Answer.Kind.REFUSED, 401, "no");
    private static final Answer DOWN = Answer.none("down");

    private double chance;
    private final ProbeSchedule schedule = new ProbeSchedule(2, () -> chance);

    @Test
    void whatIsNewIsDueAtOnceAndThenAfterTheInterval() {
        plan(T0, "k");

        Start start = only(T0);
        assertThat(schedule.finished(start, TAKEN, T0)).isEqualTo(ROUTER);
        assertThat(schedule.nextAt()).isEqualTo(T0.plus(INTERVAL));
        assertThat(schedule.due(T0.plus(INTERVAL).minusMillis(1))).isEmpty();
        assertThat(schedule.finished(only(T0.plus(INTERVAL)), TAKEN, T0.plus(INTERVAL)))
                .as("the same again is no news")
                .isNull();
        assertThat(schedule.probed(A).lastSince()).isEqualTo(T0);
        assertThat(schedule.probed(A).clearAt()).isEqualTo(T0.plus(INTERVAL));
    }

    @Test
    void chanceOnlyEverAddsUpToAFifth() {
        chance = 0.999;
        plan(T0, "k");
        schedule.finished(only(T0), TAKEN, T0);

        assertThat(schedule.nextAt())
                .isBetween(T0.plus(INTERVAL), T0.plus(INTERVAL.multipliedBy(6).dividedBy(5)));
    }

    record Waits(String what, Answer answer, List<Integer> intervals) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Waits> waits() {
        return Stream.of(
                new Waits("taken", TAKEN, List.of(1, 1, 1, 1, 1)),
                new Waits("refused", REFUSED, List.of(1, 2, 4, 8, 8)),
                new Waits("no answer", DOWN, List.of(1, 2, 4, 8, 8)),
                new Waits("open", new Answer(Answer.Kind.OPEN, 200, "open"), List.of(12, 12)),
                new Waits("absent", new Answer(Answer.Kind.ABSENT, 404, "absent"), List.of(12, 12)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waits")
    void waitsForTheNextOne(Waits given) {
        plan(T0, "k");
        Instant now = T0;
        for (int intervals : given.intervals()) {
            schedule.finished(only(now), given.answer(), now);
            Instant next = now.plus(INTERVAL.multipliedBy(intervals));
            assertThat(schedule.nextAt()).isEqualTo(next);
            now = next;
        }
    }

    @Test
    void aChangedCredentialIsDueAtOnceAndForgetsWhatWasSaid() {
        plan(T0, "wrong");
        schedule.finished(only(T0), REFUSED, T0);

        plan(T0.plusSeconds(1), "right");

        assertThat(schedule.probed(A)).isEqualTo(Probed.NOTHING);
        assertThat(only(T0.plusSeconds(1)).ask().credential()).isEqualTo(SecretText.of("right"));
    }

    @Test
    void anAnswerToAQuestionOfYesterdayIsDropped() {
        plan(T0, "wrong");
        Start late = only(T0);
        plan(T0.plusSeconds(1), "right");

        assertThat(schedule.due(T0.plusSeconds(1))).as("one at a time for each").isEmpty();
        assertThat(schedule.finished(late, REFUSED, T0.plusSeconds(2))).isNull();
        assertThat(schedule.probed(A)).isEqualTo(Probed.NOTHING);
        assertThat(only(T0.plusSeconds(2)).ask().credential()).isEqualTo(SecretText.of("right"));
    }

    @Test
    void noAnswerTakesBackWhatWasSaid() {
        plan(T0, "k");
        schedule.finished(only(T0), TAKEN, T0);
        Instant later = T0.plus(INTERVAL);

        assertThat(schedule.finished(only(later), DOWN, later)).as("it is told").isEqualTo(ROUTER);

        assertThat(schedule.probed(A).last()).isEqualTo(DOWN);
        assertThat(schedule.probed(A).clear()).isEqualTo(TAKEN);
        assertThat(schedule.probed(A).clearAt()).isEqualTo(T0);
    }

    @Test
    void whatTrafficHasShownIsNotAskedFor() {
        Instant proven = T0.minusSeconds(10);
        schedule.plan(ROUTER, Map.of(A, new Wanted(ask("k", INTERVAL), Probed.NOTHING, proven)), T0);

        assertThat(schedule.due(T0)).isEmpty();
        assertThat(schedule.nextAt()).isEqualTo(proven.plus(INTERVAL));
    }

    @Test
    void aNewLeaderSpreadsWhatAnotherHasAskedLately() {
        chance = 0.5;
        Probed before = Probed.before(TAKEN, T0.minusSeconds(900), TAKEN, T0.minusSeconds(900));
        schedule.plan(ROUTER, Map.of(A, new Wanted(ask("k", INTERVAL), before, null)), T0);

        assertThat(schedule.probed(A)).isEqualTo(before);
        assertThat(schedule.due(T0)).isEmpty();
        assertThat(schedule.nextAt()).isEqualTo(T0.plus(INTERVAL.dividedBy(2)));
    }

    @Test
    void aShorterIntervalCountsFromNow() {
        plan(T0, "k");
        schedule.finished(only(T0), TAKEN, T0);
        Duration minute = Duration.ofMinutes(1);

        schedule.plan(ROUTER, Map.of(A, new Wanted(ask("k", minute), Probed.NOTHING, null)), T0.plusSeconds(1));

        assertThat(schedule.nextAt()).isEqualTo(T0.plusSeconds(61));
    }

    @Test
    void whatIsSwitchedOffIsNeverDueAndBackOnAtOnce() {
        plan(T0, "k");
        schedule.finished(only(T0), TAKEN, T0);

        schedule.plan(ROUTER, Map.of(A, new Wanted(new Probing.Never("off"), Probed.NOTHING, null)), T0);
        assertThat(schedule.nextAt()).isNull();
        assertThat(schedule.probed(A)).isEqualTo(Probed.never("off"));

        plan(T0.plusSeconds(5), "k");
        assertThat(only(T0.plusSeconds(5)).connection()).isEqualTo(A);
    }

    @Test
    void noMoreRunAtOneTimeThanMay() {
        Map<ObjectRef, Wanted> wanted = new HashMap<>();
        for (int i = 0; i < 7; i++) {
            wanted.put(connection("c" + i), new Wanted(ask("k" + i, INTERVAL), Probed.NOTHING, null));
        }
        schedule.plan(ROUTER, wanted, T0);

        List<Start> all = new ArrayList<>();
        List<Start> running = schedule.due(T0);
        while (!running.isEmpty()) {
            assertThat(running).hasSizeLessThanOrEqualTo(2);
            assertThat(schedule.due(T0)).isEmpty();
            assertThat(schedule.nextAt() == null || running.size() < 2).isTrue();
            running.forEach(start -> schedule.finished(start, TAKEN, T0));
            all.addAll(running);
            running = schedule.due(T0);
        }

        assertThat(all).extracting(Start::connection).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void whatIsGoneIsForgottenAndItsAnswerDropped() {
        plan(T0, "k");
        Start late = only(T0);
        schedule.plan(ROUTER, Map.of(), T0);
        assertThat(schedule.finished(late, TAKEN, T0)).isNull();

        plan(T0, "k");
        schedule.retain(Set.of());
        assertThat(schedule.nextAt()).isNull();

        plan(T0, "k");
        Start again = only(T0);
        schedule.clear();
        plan(T0, "k");
        assertThat(schedule.finished(again, REFUSED, T0)).isNull();
        assertThat(only(T0).connection()).isEqualTo(A);
    }

    private void plan(Instant now, String key) {
        schedule.plan(ROUTER, Map.of(A, new Wanted(ask(key, INTERVAL), Probed.NOTHING, null)), now);
    }

    private Start only(Instant now) {
        List<Start> due = schedule.due(now);
        assertThat(due).hasSize(1);
        return due.getFirst();
    }

    private static Probing.Ask ask(String key, Duration interval) {
        return new Probing.Ask("https://p/v1/models", AuthScheme.BEARER, Map.of(), SecretText.of(key), interval);
    }

    private static ObjectRef connection(String name) {
        return new ObjectRef(Kind.CONNECTION, "ai", name);
    }
}
