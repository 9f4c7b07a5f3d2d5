package io.ninerouter.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Credential;
import io.ninerouter.gateway.health.HealthBoard.Attempt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Places, breakers, budgets and latencies as the board keeps them. */
class EndpointHealthTest {
    private static final Credential KEY = Credential.apiKey("sk-one");
    private static final Credential OTHER_KEY = Credential.apiKey("sk-two");
    private static final Attempt GPT = new Attempt("https://p.test/v1", "openai", "gpt-5", KEY);
    private static final long NOW = 1_000_000;

    private final HealthBoard board = new HealthBoard();

    @Test
    void givesAPlaceOnlyWhileThereIsOne() {
        assertThat(board.enter(GPT, 2, NOW)).isTrue();
        assertThat(board.enter(GPT, 2, NOW)).isTrue();
        assertThat(board.enter(GPT, 2, NOW)).isFalse();
        assertThat(board.enter(GPT, 0, NOW)).as("no limit").isTrue();
        board.ended("openai");
        board.ended("openai");
        assertThat(board.enter(GPT, 2, NOW)).isTrue();
        assertThat(board.inFlight("openai")).isEqualTo(2);
    }

    @Test
    void shutsAnEndpointForAllItsAccountsAndTakesNoPlaceThen() {
        board.record(GPT, refused(500, null), NOW - Breaker.PATIENCE_MILLIS, 0);
        for (int i = 1; i < Breaker.IN_A_ROW; i++) {
            board.record(GPT, refused(500, null), NOW, 0);
        }
        Attempt sibling = new Attempt(GPT.endpoint(), "other-account", "gpt-4", OTHER_KEY);
        assertThat(board.shut(GPT.endpoint(), NOW).untilMillis()).isEqualTo(NOW + 2_000);
        assertThat(board.enter(sibling, 1, NOW)).isFalse();
        assertThat(board.inFlight("other-account")).isZero();
        assertThat(board.enter(sibling, 1, NOW + 2_000)).as("the probe").isTrue();
        assertThat(board.enter(GPT, 1, NOW + 2_000)).as("one is enough").isFalse();
        board.record(sibling, refused(429, null), NOW + 2_100, 0);
        assertThat(board.shut(GPT.endpoint(), NOW + 2_100)).as("it lives").isNull();
    }

    @Test
    void aRefusalOfAnAccountOrARequestDoesNotShutTheEndpoint() {
        for (int i = 0; i < 100; i++) {
            board.record(GPT, refused(new int[] {400, 401, 402, 404, 409, 429}[i % 6], null), NOW + i * 100, 0);
        }
        assertThat(board.shut(GPT.endpoint(), NOW)).isNull();
    }

    @Test
    void anAnswerThatHasBegunProvesThatTheEndpointLives() {
        for (int i = 0; i < 100; i++) {
            long now = NOW + i * 1_000;
            board.firstToken(GPT, true, 100, now);
            board.firstToken(GPT, true, 100, now);
            board.record(GPT, refused(500, null), now, 0);
            assertThat(board.shut(GPT.endpoint(), now)).isNull();
        }
    }

    @Test
    void asksAFailingEndpointOnceMoreWithinItsBudgetAndAnotherAlways() {
        Outcome failure = refused(503, null);
        int again = 0;
        for (int i = 0; i < 1_000; i++) {
            again += board.mayFollow(failure, "e", "e", NOW) ? 1 : 0;
            assertThat(board.mayFollow(failure, "e", "f", NOW)).isTrue();
            assertThat(board.mayFollow(refused(429, null), "e", "e", NOW)).isTrue();
        }
        assertThat(again).isEqualTo((int) RetryBudget.BURST);
    }

    @Test
    void knowsHowLongAModelTakesToItsFirstToken() {
        assertThat(board.firstTokenMillis("openai", "gpt-5", true, NOW)).isNull();
        board.firstToken(GPT, true, 400, NOW);
        board.firstToken(GPT, true, 900, NOW);
        board.firstToken(GPT, false, 9_000, NOW);
        assertThat(board.firstTokenMillis("openai", "gpt-5", true, NOW)).isEqualTo(500);
        assertThat(board.firstTokenMillis("openai", "gpt-5", false, NOW)).isEqualTo(9_000);
        assertThat(board.firstTokenMillis("openai", "gpt-5", true, NOW + 600_001))
                .isNull();
    }

    private static Outcome refused(int status, @Nullable Long retryAfterMillis) {
        return new Outcome.Refused(status, retryAfterMillis, "said no");
    }
}
