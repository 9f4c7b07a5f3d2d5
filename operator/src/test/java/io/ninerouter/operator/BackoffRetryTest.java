package io.ninerouter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.retry.RetryExecution;
import io.ninerouter.operator.backoff.Backoff;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackoffRetryTest {
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofMillis(500));

    @Test
    void aRoundThatFailsIsTriedAgainLaterAndLaterWithoutAnEnd() {
        Iterator<Double> chances = List.of(0.0, 0.5, 0.2, 0.8).iterator();
        RetryExecution execution = new BackoffRetry(BACKOFF, chances::next).initExecution();

        for (long pause : new long[] {100, 200 + 100, 250 + 50, 250 + 200}) {
            assertThat(execution.isLastAttempt()).isFalse();
            assertThat(execution.nextDelay()).contains(pause);
        }
        assertThat(execution.getAttemptCount()).isEqualTo(4);
    }

    @Test
    void whatOneRouterFailedAtIsNoneOfTheOthers() {
        BackoffRetry retry = new BackoffRetry(BACKOFF, () -> 0);
        RetryExecution one = retry.initExecution();
        one.nextDelay();
        one.nextDelay();

        RetryExecution other = retry.initExecution();

        assertThat(other.getAttemptCount()).isZero();
        assertThat(other.nextDelay()).contains(100L);
        assertThat(one.nextDelay()).contains(250L);
    }
}
