package io.ninerouter.operator;

import io.javaoperatorsdk.operator.processing.retry.Retry;
import io.javaoperatorsdk.operator.processing.retry.RetryExecution;
import io.ninerouter.operator.backoff.Backoff;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * When the framework runs a round again that has failed: without an end, for what is wrong may be mended at any time.
 *
 * @param chance from 0 to below 1, another one each time; of several threads
 */
record BackoffRetry(Backoff backoff, DoubleSupplier chance) implements Retry {
    @Override
    public RetryExecution initExecution() {
        return new Execution(this);
    }

    /** Failures in a row of one Router. One thread at a time. */
    private static final class Execution implements RetryExecution {
        private final BackoffRetry retry;
        private int failures;

        Execution(BackoffRetry retry) {
            this.retry = retry;
        }

        @Override
        public Optional<Long> nextDelay() {
            failures++;
            return Optional.of(
                    retry.backoff.pause(failures, retry.chance.getAsDouble()).toMillis());
        }

        @Override
        public int getAttemptCount() {
            return failures;
        }

        @Override
        public boolean isLastAttempt() {
            return false;
        }
    }
}
