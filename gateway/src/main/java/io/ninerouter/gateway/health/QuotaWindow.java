package io.ninerouter.gateway.health;

import io.ninerouter.config.Signals;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much of a window an account has used, as a provider said in passing. A hint: providers are known to be wrong.
 *
 * @param window its length where that is known ({@code 5h}, {@code 7d}), else what is counted ({@code requests}, {@code tokens})
 * @param usedPercent whole percents, 0 to 100, rounded down
 * @param resetsAtMillis when it begins anew, epoch milliseconds, to the minute where it is far off; null = not said
 * @param seenAtMillis when this was heard
 * @param wholeAccount whether it counts for all models of the account
 */
public record QuotaWindow(
        String window, int usedPercent, @Nullable Long resetsAtMillis, long seenAtMillis, boolean wholeAccount) {
    /** From here on others are asked first. */
    static final int NEARLY_SPENT = Signals.NEARLY_SPENT;

    /** What is over sooner is not worth being told to people: it would change all the time. */
    private static final long LONG_MILLIS = Duration.ofMinutes(10).toMillis();
    /** How long it counts where no end was said. */
    private static final long UNSAID_MILLIS = Duration.ofMinutes(5).toMillis();

    public QuotaWindow {
        if (usedPercent < 0 || usedPercent > 100) {
            throw new IllegalArgumentException("usedPercent: " + usedPercent + " (expected: 0 to 100)");
        }
    }

    /** Until when others should be asked first; 0 = they need not. */
    long behindUntil() {
        return wholeAccount && usedPercent >= NEARLY_SPENT ? endMillis() : 0;
    }

    /** Whether it is worth being told at this time. */
    boolean tells(long nowMillis) {
        Long end = resetsAtMillis;
        return end != null && end > nowMillis && (wholeAccount || end - seenAtMillis >= LONG_MILLIS);
    }

    private long endMillis() {
        Long end = resetsAtMillis;
        return end == null ? seenAtMillis + UNSAID_MILLIS : end;
    }
}
