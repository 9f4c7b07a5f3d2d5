package io.ninerouter.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Credential;
import io.ninerouter.config.Signals;
import io.ninerouter.config.Signals.Signal;
import io.ninerouter.gateway.health.Cooldown.Reason;
import io.ninerouter.gateway.health.HealthBoard.Attempt;
import io.ninerouter.gateway.health.HealthBoard.Cooling;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one replica tells the others, and what they make of it. */
class LearntTest {
    private static final long NOW = 1_000_000;
    private static final Credential KEY = Credential.apiKey("sk-one");
    private static final Credential NEW_KEY = Credential.apiKey("sk-two");

    private final HealthBoard board = new HealthBoard();

    /** A signal, and how long it keeps a model and the account's other models from being asked. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        a model                       | gpt-5 | RateLimited       | 60000      | 60000      | 0
        the account                   |       | Unpaid            | 60000      | 60000      | 60000
        the credential                |       | CredentialRefused | 60000      | 60000      | 60000
        a provider that says when     | gpt-5 | Failing           | 60000      | 60000      | 0
        a suspended account           |       | Suspended         | 60000      | 60000      | 60000
        another model                 | gpt-4 | RateLimited       | 60000      | 0          | 60000
        over a moment ago             | gpt-5 | RateLimited       | -1         | 0          | 0
        over now                      | gpt-5 | RateLimited       | 0          | 0          | 0
        a clock that is far ahead     |       | RateLimited       | 9999999999 | 2678400000 | 2678400000
        a reason of a newer release   |       | OnHoliday         | 60000      | 0          | 0
        """)
    void leavesAloneWhatOthersHaveLearnt(
            String name, @Nullable String model, String reason, long millis, long ofModel, long ofOther) {
        learn(new Signal("openai", model, reason, NOW + millis, "other"));

        assertThat(length("openai", "gpt-5")).isEqualTo(ofModel);
        assertThat(length("openai", "gpt-4")).isEqualTo(ofOther);
        assertThat(length("anthropic", "gpt-5")).isZero();
        assertThat(board.cooling("openai", "gpt-5", KEY, NOW + ofModel))
                .as("it ends by itself")
                .isNull();
    }

    @Test
    void neverShortensWhatItFoundOutItself() {
        limit("gpt-5", 60_000L);
        learn(new Signal("openai", "gpt-5", "RateLimited", NOW + 5_000, "other"));
        assertThat(length("openai", "gpt-5")).isEqualTo(60_000);

        learn();
        assertThat(length("openai", "gpt-5")).isEqualTo(60_000);

        learn(new Signal("openai", "gpt-5", "RateLimited", NOW + 90_000, "other"));
        assertThat(length("openai", "gpt-5")).isEqualTo(90_000);
        learn();
        assertThat(length("openai", "gpt-5")).as("taken back").isEqualTo(60_000);
    }

    @Test
    void aSuccessOfItsOwnTakesNothingBackThatAnotherHasLearnt() {
        learn(new Signal("openai", "gpt-5", "RateLimited", NOW + 60_000, "other"));
        board.record(attempt("gpt-5", KEY), new Outcome.Success(), NOW, 0);
        assertThat(length("openai", "gpt-5")).isEqualTo(60_000);
    }

    @Test
    void aRefusalCountsForTheCredentialOfThen() {
        Signal refused = new Signal("openai", null, "CredentialRefused", NOW + 60_000, "other");
        learn(refused);
        assertThat(board.cooling("openai", "any", NEW_KEY, NOW)).isNull();

        // The same news again, after the credential has changed here.
        board.learn(new Signals(List.of(refused)), connection -> NEW_KEY, NOW + 1);
        assertThat(board.cooling("openai", "any", NEW_KEY, NOW + 1)).isNull();
        assertThat(board.cooling("openai", "any", KEY, NOW + 1)).isNotNull();

        board.learn(
                new Signals(List.of(new Signal("openai", null, "CredentialRefused", NOW + 70_000, "other"))),
                connection -> NEW_KEY,
                NOW + 2);
        assertThat(board.cooling("openai", "any", NEW_KEY, NOW + 2))
                .as("the new one is refused as well")
                .isNotNull();
    }

    @Test
    void tellsWhatTheProviderSaidButNotItsOwnConclusions() {
        limit("gpt-5", 7_000L);
        for (int i = 0; i < 3; i++) {
            board.record(attempt("gpt-4", KEY), new Outcome.Refused(500, null, "failed"), NOW, 0);
            board.record(attempt("gpt-3", KEY), new Outcome.NoAnswer("reset"), NOW, 0);
            board.record(
                    attempt("quoted", KEY),
                    new Outcome.Refused(404, Fault.MODEL_MISSING_IN_WORDS, null, "no model"),
                    NOW,
                    0);
        }
        assertThat(shared(KEY)).containsExactly(new Cooling("openai", "gpt-5", cooldown(Reason.RATE_LIMITED, 7_000)));

        board.record(attempt("o3", KEY), new Outcome.Refused(503, 20_000L, "failed"), NOW, 0);
        assertThat(shared(KEY)).contains(new Cooling("openai", "o3", cooldown(Reason.FAILING, 20_000)));
    }

    @Test
    void tellsARefusalAsLongAsTheCredentialIsInUse() {
        board.record(attempt("gpt-5", KEY), new Outcome.Refused(401, null, "refused"), NOW, 0);
        assertThat(shared(KEY))
                .containsExactly(new Cooling("openai", null, cooldown(Reason.CREDENTIAL_REFUSED, 600_000)));
        assertThat(shared(NEW_KEY)).isEmpty();
    }

    @Test
    void doesNotTellOnWhatItHasHeard() {
        learn(new Signal("openai", "gpt-5", "RateLimited", NOW + 60_000, "other"));
        assertThat(shared(KEY)).isEmpty();
    }

    @Test
    void newsAreBeginningsMuchLongerDelaysAndCredentialsThatAreTakenAgain() {
        assertThat(newsOf(() -> limit("gpt-5", 7_000L))).as("begins").isTrue();
        assertThat(newsOf(() -> limit("gpt-5", 7_010L))).as("a little longer").isFalse();
        assertThat(newsOf(() -> limit("gpt-5", 5_000L))).as("shorter").isFalse();
        assertThat(newsOf(() -> limit("gpt-5", 60_000L))).as("much longer").isTrue();
        assertThat(newsOf(() -> succeed("gpt-5"))).as("was on its way").isFalse();
        assertThat(newsOf(() -> board.record(attempt("gpt-5", KEY), new Outcome.NoAnswer("reset"), NOW, 0)))
                .as("its own conclusion")
                .isFalse();
        assertThat(newsOf(this::refuse)).as("refused").isTrue();
        assertThat(newsOf(this::refuse)).as("refused again").isFalse();
        assertThat(newsOf(() -> succeed("gpt-5"))).as("taken again").isTrue();
    }

    private boolean newsOf(Runnable step) {
        long before = board.news();
        step.run();
        return board.news() != before;
    }

    private void refuse() {
        board.record(attempt("gpt-5", KEY), new Outcome.Refused(401, null, "refused"), NOW, 0);
    }

    private void succeed(String model) {
        board.record(attempt(model, KEY), new Outcome.Success(), NOW, 0);
    }

    private void limit(String model, long millis) {
        board.record(attempt(model, KEY), new Outcome.Refused(429, millis, "limits the rate"), NOW, 0);
    }

    private List<Cooling> shared(Credential inUse) {
        return board.toShare(connection -> inUse, NOW);
    }

    private void learn(Signal... signals) {
        board.learn(new Signals(List.of(signals)), connection -> KEY, NOW);
    }

    private long length(String connection, String model) {
        Cooldown cooldown = board.cooling(connection, model, KEY, NOW);
        return cooldown == null ? 0 : cooldown.untilMillis() - NOW;
    }

    private static Cooldown cooldown(Reason reason, long millis) {
        assertThat(millis).isLessThan(Duration.ofDays(31).toMillis());
        return new Cooldown(reason, 1, NOW + millis, true);
    }

    private static Attempt attempt(String model, Credential credential) {
        return new Attempt("https://p.test/v1", "openai", model, credential);
    }
}
