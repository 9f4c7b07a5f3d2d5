package io.ninerouter.operator.discover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.SecretText;
import io.ninerouter.egress.Egress;
import io.ninerouter.operator.catalog.QuotaSource;
import io.ninerouter.operator.compile.ObjectRef;
import io.ninerouter.operator.compile.Question;
import io.ninerouter.operator.discover.AskSchedule.Sort;
import io.ninerouter.operator.discover.AskSchedule.Start;
import io.ninerouter.operator.discover.AskSchedule.Subject;
import io.ninerouter.operator.discover.AskSchedule.Wanted;
import io.ninerouter.operator.discover.QuotaAnswers.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was told of an account counts as long as the connection is that account's. */
class KnownTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final ObjectRef ROUTER = new ObjectRef(ObjectRef.Kind.ROUTER, "ns", "main");
    private static final Subject SUBJECT =
            new Subject(new ObjectRef(ObjectRef.Kind.CONNECTION, "ns", "a"), Sort.QUOTAS);

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "another account,      tok-1, one, tok-2, two, false",
        "a renewed token,      tok-1, one, tok-2, one, true",
        "nothing told of both, tok-1,    , tok-2,    , true",
        "another key,          key-1,    , key-2,    , false",
        "the same key,         key-1,    , key-1,    , true"
    })
    void windowsOfAnotherAccountAreForgottenAndTheNewOneIsAskedAtOnce(
            String name, String before, String accountBefore, String after, String accountAfter, boolean stays) {
        Known known = new Known();
        AskSchedule schedule = new AskSchedule(1, () -> 0.5);
        Map<Subject, Wanted> first = wanted(before, accountBefore);
        schedule.plan(ROUTER, first, NOW);
        Start start = schedule.due(NOW).getFirst();
        schedule.finished(start, true, NOW);
        known.learn(ROUTER, start, new Told.Quotas(List.of(new Window("5h", 99, NOW.plusSeconds(9_000), true))), NOW);
        known.retain(ROUTER, first);
        assertThat(known.of(ROUTER).quotas()).containsOnlyKeys("a");

        Map<Subject, Wanted> second = wanted(after, accountAfter);
        schedule.plan(ROUTER, second, NOW.plusSeconds(60));
        known.retain(ROUTER, second);

        assertThat(known.of(ROUTER).quotas().containsKey("a")).isEqualTo(stays);
        assertThat(schedule.due(NOW.plusSeconds(60)).isEmpty()).as("not due").isEqualTo(stays);
    }

    @Test
    void credentialsOfConnectionsThatAreGoneAreNotKept() {
        Known known = new Known();
        AskSchedule schedule = new AskSchedule(1, () -> 0.5);
        schedule.plan(ROUTER, wanted("tok-1", "one"), NOW);
        Start start = schedule.due(NOW).getFirst();
        known.learn(ROUTER, start, new Told.Quotas(List.of(new Window("5h", 99, NOW.plusSeconds(9_000), true))), NOW);
        known.retain(ROUTER, wanted("tok-2", "one"));
        assertThat(known.tellers(ROUTER)).containsExactly("a");

        known.retain(ROUTER, Map.of());

        assertThat(known.tellers(ROUTER)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"another account, two, false", "the same, one, true"})
    void whatTheEarlierAccountIsToldTooLateDoesNotCount(String name, String account, boolean counts) {
        AskSchedule schedule = new AskSchedule(1, () -> 0.5);
        schedule.plan(ROUTER, wanted("tok-1", "one"), NOW);
        Start start = schedule.due(NOW).getFirst();
        schedule.plan(ROUTER, wanted("tok-2", account), NOW.plusSeconds(1));

        ObjectRef told = schedule.finished(start, true, NOW.plusSeconds(2));

        assertThat(told != null).isEqualTo(counts);
        assertThat(schedule.due(NOW.plusSeconds(2)).isEmpty()).as("not due").isEqualTo(counts);
    }

    private static Map<Subject, Wanted> wanted(String credential, @Nullable String account) {
        Question question = new Question(
                new Question.Topic.Quotas(QuotaSource.Kind.CLAUDE_USAGE),
                "https://api.test/usage",
                Map.of(),
                AuthScheme.BEARER,
                SecretText.of(credential),
                credential.startsWith("key"),
                null,
                Egress.DEFAULT,
                account);
        return Map.of(SUBJECT, new Wanted(question, Duration.ofHours(1), false));
    }
}
