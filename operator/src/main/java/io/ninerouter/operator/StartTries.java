package io.ninerouter.operator;

import io.ninerouter.operator.backoff.Backoff;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tries to start in a row: what is wrong is logged once, and each is waited for longer. Of one thread. */
final class StartTries {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorApp.class);
    private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(10));

    private String said = "";
    private int failures;

    /** One has failed; how long to wait before the next. */
    Duration failed(String why, @Nullable Throwable cause) {
        if (!why.equals(said)) {
            LOG.warn(why, cause);
            said = why;
        }
        failures++;
        return PAUSES.pause(failures, ThreadLocalRandom.current().nextDouble());
    }

    /** It has started. */
    void over() {
        said = "";
        failures = 0;
    }
}
