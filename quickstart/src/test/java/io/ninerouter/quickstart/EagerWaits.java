package io.ninerouter.quickstart;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Makes all waits of Awaitility look at once, again after a moment, and then more and more seldom: its own way is to wait a
 * tenth of a second before it looks at all, which thousands of waits pay for nothing. JUnit finds this by itself.
 */
public final class EagerWaits implements BeforeAllCallback {
    private static final Duration FIRST = Duration.ofMillis(2);
    private static final Duration LONGEST = Duration.ofMillis(100);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(new IterativePollInterval(EagerWaits::next, FIRST));
    }

    private static Duration next(Duration last) {
        Duration doubled = last.multipliedBy(2);
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }
}
