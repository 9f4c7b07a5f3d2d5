package io.ninerouter.operator.discover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.SecretText;
import io.ninerouter.egress.Egress;
import io.ninerouter.operator.catalog.ModelSource;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.Question;
import io.ninerouter.operator.discover.AskSchedule.Sort;
import io.ninerouter.operator.discover.AskSchedule.Start;
import io.ninerouter.operator.discover.AskSchedule.Subject;
import io.ninerouter.operator.discover.AskSchedule.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AskScheduleTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final ObjectRef ROUTER = new ObjectRef(ObjectRef.Kind.ROUTER, "ns", "main");

    private final AskSchedule schedule = new AskSchedule(2, () -> 0.5);

    @Test
    void whatIsNewIsAskedAtOnceAndThenOnceAnHour() {
        plan(NOW, wanted("a", "key", true));
        Start start = one(NOW);
        assertThat(schedule.due(NOW)).as("it runs").isEmpty();
        assertThat(schedule.finished(start, true, NOW)).isEqualTo(ROUTER);
        assertThat(schedule.nextAt()).isEqualTo(NOW.plus(Duration.ofMinutes(66)));
        plan(NOW.plusSeconds(9), wanted("a", "key", true));
        assertThat(schedule.nextAt()).as("planning again changes nothing").isEqualTo(NOW.plus(Duration.ofMinutes(66)));
    }

    @Test
    void aNewLeaderSpreadsWhatAnotherHasAsked() {
        schedule.plan(ROUTER, Map.of(subject("a"), new Wanted(question("a", "key", true, "u"), HOUR, true)), NOW);
        assertThat(schedule.due(NOW)).isEmpty();
        assertThat(schedule.nextAt()).isEqualTo(NOW.plus(Duration.ofMinutes(30)));
    }

    @Test
    void failuresAreAskedAgainLaterEachTimeUpToAnHour() {
        plan(NOW, wanted("a", "key", true));
        Instant now = NOW;
        Duration before = Duration.ZERO;
        for (int i = 0; i < 12; i++) {
            schedule.finished(one(now), false, now);
            Instant next = schedule.nextAt();
            assertThat(next).isNotNull();
            Duration wait = Duration.between(now, next);
            assertThat(wait)
                    .isBetween(Duration.ofMinutes(1), Duration.ofMinutes(72))
                    .isGreaterThanOrEqualTo(before);
            before = wait;
            now = next;
        }
        assertThat(before).isEqualTo(Duration.ofMinutes(66));
    }

    @Test
    void aNewKeyIsAskedAtOnceANewTokenOnlyWhereTheLastWasOfNoUse() {
        plan(NOW, wanted("key", "k1", true), wanted("token", "t1", false));
        schedule.due(NOW).forEach(start -> schedule.finished(start, true, NOW));

        plan(NOW, wanted("key", "k2", true), wanted("token", "t2", false));
        assertThat(names(schedule.due(NOW))).containsExactly("key");

        AskSchedule other = new AskSchedule(2, () -> 0);
        other.plan(ROUTER, wanted("token", "t1", false), NOW);
        other.due(NOW).forEach(start -> other.finished(start, false, NOW));
        other.plan(ROUTER, wanted("token", "t2", false), NOW);
        assertThat(names(other.due(NOW))).containsExactly("token");
    }

    @Test
    void aTokenThatComesWhileTheOldOneIsRefusedIsTriedAtOnce() {
        plan(NOW, wanted("a", "t1", false));
        Start start = one(NOW);
        plan(NOW, wanted("a", "t2", false));
        schedule.finished(start, false, NOW);
        assertThat(one(NOW).question().credential()).isEqualTo(SecretText.of("t2"));
    }

    @Test
    void whatTheOldKeyIsToldCountsForNobodyOnceThereIsANewOne() {
        plan(NOW, wanted("a", "k1", true));
        Start start = one(NOW);
        plan(NOW, wanted("a", "k2", true));
        assertThat(schedule.finished(start, true, NOW)).isNull();
        assertThat(one(NOW).question().credential()).isEqualTo(SecretText.of("k2"));
    }

    @Test
    void anAnswerToAnotherQuestionCountsForNobody() {
        plan(NOW, wanted("a", "key", true));
        Start start = one(NOW);
        schedule.plan(
                ROUTER, Map.of(subject("a"), new Wanted(question("a", "key", true, "elsewhere"), HOUR, false)), NOW);
        assertThat(schedule.finished(start, true, NOW)).isNull();
        assertThat(one(NOW).question().url()).contains("elsewhere");
    }

    @Test
    void trafficMakesItAskSooner() {
        plan(NOW, wanted("a", "key", true));
        schedule.finished(one(NOW), true, NOW);
        schedule.plan(
                ROUTER,
                Map.of(subject("a"), new Wanted(question("a", "key", true, "u"), Duration.ofMinutes(10), false)),
                NOW.plusSeconds(60));
        assertThat(schedule.nextAt()).isEqualTo(NOW.plus(Duration.ofMinutes(10)));
    }

    @Test
    void noMoreRunThanMay() {
        plan(NOW, wanted("a", "k", true), wanted("b", "k", true), wanted("c", "k", true));
        List<Start> running = schedule.due(NOW);
        assertThat(running).hasSize(2);
        assertThat(schedule.nextAt()).isNull();
        schedule.finished(running.getFirst(), true, NOW);
        assertThat(schedule.due(NOW)).hasSize(1);
    }

    @Test
    void whatIsGoneIsForgotten() {
        plan(NOW, wanted("a", "k", true));
        Start start = one(NOW);
        plan(NOW);
        assertThat(schedule.finished(start, true, NOW)).isNull();
        plan(NOW, wanted("a", "k", true));
        schedule.retain(Set.of());
        assertThat(schedule.nextAt()).isNull();
    }

    @SafeVarargs
    private void plan(Instant now, Map<Subject, Wanted>... wanted) {
        Map<Subject, Wanted> all = new HashMap<>();
        for (Map<Subject, Wanted> each : wanted) {
            all.putAll(each);
        }
        schedule.plan(ROUTER, all, now);
    }

    private Start one(Instant now) {
        List<Start> due = schedule.due(now);
        assertThat(due).hasSize(1);
        return due.getFirst();
    }

    private static List<String> names(List<Start> starts) {
        return starts.stream().map(start -> start.subject().connection().name()).toList();
    }

    private static Map<Subject, Wanted> wanted(String name, String credential, boolean lasting) {
        return Map.of(subject(name), new Wanted(question(name, credential, lasting, "u"), HOUR, false));
    }

    private static Subject subject(String name) {
        return new Subject(new ObjectRef(ObjectRef.Kind.CONNECTION, "ns", name), Sort.MODELS);
    }

    private static Question question(String name, String credential, boolean lasting, String path) {
        return new Question(
                new Question.Topic.Models(ModelSource.Kind.OPEN_AI),
                "https://" + name + ".test/" + path,
                Map.of(),
                AuthScheme.BEARER,
                SecretText.of(credential),
                lasting,
                null,
                Egress.DEFAULT,
                null);
    }
}
