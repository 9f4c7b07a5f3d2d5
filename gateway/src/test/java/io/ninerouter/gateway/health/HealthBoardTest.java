package io.ninerouter.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Credential;
import io.ninerouter.gateway.health.Cooldown.Reason;
import io.ninerouter.gateway.health.HealthBoard.Attempt;
import io.ninerouter.gateway.health.HealthBoard.Observation;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HealthBoardTest {
    private static final Credential KEY = Credential.apiKey("sk-one");
    private static final Credential OTHER_KEY = Credential.apiKey("sk-two");
    private static final Attempt GPT = new Attempt("https://p.test/v1", "openai", "gpt-5", KEY);
    private static final long NOW = 1_000_000;

    private final HealthBoard board = new HealthBoard();

    /** Failures one after the other, each as soon as it may be tried; milliseconds of each cooldown. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        429, bare        | 429 | -     | 2000 4000 8000 16000 32000 64000 128000 256000 300000 300000
        429, with delay  | 429 | 7000  | 7000 7000 7000
        429, delay of 0  | 429 | 0     | 0 0 0
        500              | 500 | -     | 0 0 1000 2000 4000 8000 16000 30000 30000
        503              | 503 | -     | 0 0 1000 2000
        503, with delay  | 503 | 5000  | 5000 5000
        529              | 529 | -     | 0 0 1000 2000
        408              | 408 | -     | 0 0 1000
        no answer        | 0   | -     | 0 0 1000 2000 4000
        401              | 401 | -     | 600000 600000
        403              | 403 | -     | 600000
        400              | 400 | -     | 0 0 0 0
        404              | 404 | -     | 0 0 0 0
        402              | 402 | -     | 3600000 3600000
        402, with delay  | 402 | 5000  | 5000
        409              | 409 | -     | 0 0 0 0
        413              | 413 | -     | 0 0 0 0
        422              | 422 | -     | 0 0 0 0
        """)
    void coolsAsThePolicySays(String name, int status, String delay, String lengths) {
        long now = NOW;
        for (String length : lengths.split(" ")) {
            Outcome outcome = status == 0
                    ? new Outcome.NoAnswer("connection refused")
                    : refused(status, delay.equals("-") ? null : Long.valueOf(delay));
            board.record(GPT, outcome, now, 0);
            Cooldown cooldown = cooling("gpt-5", now);
            assertThat(cooldown == null ? 0 : cooldown.untilMillis() - now).isEqualTo(Long.parseLong(length));
            now += Long.parseLong(length);
            assertThat(cooling("gpt-5", now)).as("it may be tried at its end").isNull();
        }
    }

    @Test
    void limitsCoolTheModelAndSilenceTheAccount() {
        board.record(GPT, refused(429, null), NOW, 0);
        assertThat(cooling("gpt-5", NOW)).isNotNull();
        assertThat(cooling("gpt-4", NOW)).isNull();

        for (int i = 0; i < 3; i++) {
            board.record(
                    new Attempt("https://p.test/v1", "anthropic", "a", KEY), new Outcome.NoAnswer("timeout"), NOW, 0);
        }
        assertThat(board.cooling("anthropic", "b", KEY, NOW)).isNotNull();
        assertThat(board.cooling("anthropic", "b", KEY, NOW).reason()).isEqualTo(Reason.UNREACHABLE);
    }

    @Test
    void aRefusedCredentialWaitsForAnother() {
        board.record(GPT, refused(401, null), NOW, 0);
        assertThat(board.cooling("openai", "any", KEY, NOW)).isNotNull();
        assertThat(board.cooling("openai", "any", KEY, NOW).reason()).isEqualTo(Reason.CREDENTIAL_REFUSED);
        assertThat(board.cooling("openai", "any", Credential.apiKey("sk-one"), NOW))
                .isNotNull();
        assertThat(board.cooling("openai", "any", OTHER_KEY, NOW)).isNull();

        board.record(new Attempt("https://p.test/v1", "openai", "gpt-5", OTHER_KEY), new Outcome.Success(), NOW + 1, 0);
        assertThat(board.cooling("openai", "any", KEY, NOW + 2))
                .as("the old one stays refused")
                .isNotNull();
    }

    @Test
    void successClears() {
        for (int i = 0; i < 5; i++) {
            board.record(GPT, new Outcome.NoAnswer("reset"), NOW, 0);
        }
        board.record(GPT, refused(401, null), NOW, 0);
        board.record(GPT, new Outcome.Success(), NOW + 1, 0);
        assertThat(cooling("gpt-5", NOW + 1)).isNull();

        board.record(GPT, refused(429, null), NOW + 2, 0);
        assertThat(cooling("gpt-5", NOW + 2).untilMillis())
                .as("the count begins anew")
                .isEqualTo(NOW + 2_002);
    }

    @Test
    void aSuccessThatWasOnItsWayDoesNotTakeBackWhatTheProviderAskedFor() {
        board.record(GPT, refused(429, 60_000L), NOW, 0);
        board.record(GPT, new Outcome.Success(), NOW + 1, 0);
        assertThat(cooling("gpt-5", NOW + 59_999)).isNotNull();

        board.record(GPT, new Outcome.Success(), NOW + 60_001, 0);
        board.record(GPT, refused(429, null), NOW + 60_002, 0);
        assertThat(cooling("gpt-5", NOW + 60_003).strikes()).isEqualTo(1);
    }

    @Test
    void aBurstOfFailuresCountsOnce() {
        for (int i = 0; i < 50; i++) {
            board.record(GPT, refused(429, null), NOW + i, 0);
        }
        assertThat(cooling("gpt-5", NOW).untilMillis()).isEqualTo(NOW + 2_000);
        assertThat(cooling("gpt-5", NOW).strikes()).isEqualTo(1);
    }

    @Test
    void aLongerDelayThatIsAskedForWinsOverTheRunningOne() {
        board.record(GPT, refused(429, 5_000L), NOW, 0);
        board.record(GPT, refused(429, 1_000L), NOW, 0);
        assertThat(cooling("gpt-5", NOW).untilMillis()).isEqualTo(NOW + 5_000);
        board.record(GPT, refused(429, 60_000L), NOW, 0);
        assertThat(cooling("gpt-5", NOW).untilMillis()).isEqualTo(NOW + 60_000);
    }

    @Test
    void jitterSpreadsBackoffsButNotWhatWasAskedFor() {
        board.record(GPT, refused(429, null), NOW, 0.999);
        assertThat(cooling("gpt-5", NOW).untilMillis()).isBetween(NOW + 2_490, NOW + 2_500);
        board.record(new Attempt("https://p.test/v1", "openai", "b", KEY), refused(429, 7_000L), NOW, 0.999);
        assertThat(cooling("b", NOW).untilMillis()).isEqualTo(NOW + 7_000);
    }

    @Test
    void aCallerWhoLeavesSaysNothing() {
        for (int i = 0; i < 10; i++) {
            board.record(GPT, new Outcome.Abandoned(), NOW, 0);
        }
        assertThat(cooling("gpt-5", NOW)).isNull();
        assertThat(board.observations().getFirst().lastErrorMillis()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aMistakeOfTheCallerIsNoErrorOfTheConnection(Fault fault) {
        board.record(GPT, new Outcome.Refused(400, fault, null, "said no"), NOW, 0);
        boolean news = fault.scope() != Fault.Scope.REQUEST;
        assertThat(board.observations().getFirst().lastErrorMessage()).isEqualTo(news ? "said no" : null);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void leavesAloneWhatTheFaultIsOf(Fault fault) {
        for (int i = 0; i < 3; i++) {
            board.record(GPT, new Outcome.Refused(400, fault, null, "said no"), NOW, 0);
        }
        boolean model = cooling("gpt-5", NOW) != null;
        boolean account = cooling("gpt-4", NOW) != null;
        assertThat(model).isEqualTo(fault.scope() != Fault.Scope.REQUEST);
        assertThat(account).isEqualTo(fault.scope() == Fault.Scope.ACCOUNT || fault == Fault.UNREACHABLE);
        assertThat(board.cooling("openai", "gpt-5", OTHER_KEY, NOW) != null)
                .as("with another credential")
                .isEqualTo(model && fault != Fault.CREDENTIAL_REFUSED);
    }

    @Test
    void remembersWhatAReportSays() {
        board.record(GPT, new Outcome.Success(), NOW, 0);
        board.record(GPT, refused(403, null), NOW + 5, 0);
        board.record(
                new Attempt("https://p.test/v1", "anthropic", "a", null),
                new Outcome.NoAnswer("connection refused"),
                NOW + 7,
                0);
        assertThat(board.observations())
                .containsExactly(
                        new Observation("anthropic", null, NOW + 7, 0, "connection refused", null),
                        new Observation("openai", NOW, NOW + 5, 403, "said no", NOW + 5));
        board.record(GPT, new Outcome.Success(), NOW + 9, 0);
        assertThat(board.observations().getLast())
                .isEqualTo(new Observation("openai", NOW + 9, NOW + 5, 403, "said no", null));
    }

    @Test
    void forgetsConnectionsThatAreNoMore() {
        board.record(GPT, refused(429, null), NOW, 0);
        board.began("anthropic");
        board.retain(List.of(), List.of());
        assertThat(cooling("gpt-5", NOW)).isNull();
        assertThat(board.inFlight("anthropic")).isEqualTo(1);
        board.ended("anthropic");
        board.retain(List.of(), List.of());
        assertThat(board.observations()).isEmpty();
    }

    @Test
    void countsRequestsInFlightFromManyThreads() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(8);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int t = 0; t < 8; t++) {
                threads.execute(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        board.began("openai");
                        board.record(GPT, refused(429, null), NOW, 0);
                        board.ended("openai");
                    }
                    board.began("openai");
                    done.countDown();
                });
            }
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(board.inFlight("openai")).isEqualTo(8);
    }

    /** However things go: a cooldown never runs longer than its bound, and success ends what nobody asked for. */
    @Test
    void staysWithinItsBoundsInRandomHistories() {
        Random random = new Random(42);
        long now = NOW;
        for (int i = 0; i < 50_000; i++) {
            now += random.nextInt(20_000);
            int status = new int[] {0, 400, 404, 429, 500, 503, 200}[random.nextInt(7)];
            Outcome outcome = status == 200
                    ? new Outcome.Success()
                    : status == 0 ? new Outcome.NoAnswer("reset") : refused(status, null);
            Cooldown before = cooling("gpt-5", now);
            board.record(GPT, outcome, now, random.nextDouble());
            Cooldown after = cooling("gpt-5", now);
            if (status == 200) {
                assertThat(after == null || after.asked(now)).isTrue();
            } else if (after != null) {
                assertThat(after.untilMillis() - now).isLessThanOrEqualTo(375_000);
                assertThat(before == null
                                || after.untilMillis() >= before.untilMillis()
                                || after.reason() != before.reason())
                        .isTrue();
            }
        }
    }

    private @Nullable Cooldown cooling(String model, long now) {
        return board.cooling("openai", model, KEY, now);
    }

    private static Outcome refused(int status, @Nullable Long retryAfterMillis) {
        return new Outcome.Refused(status, retryAfterMillis, "said no");
    }
}
