package io.ninerouter.gateway.limits;

import io.ninerouter.gateway.chat.Usage;
import org.jspecify.annotations.Nullable;

/** What a caller's requests have taught of how much the next will need. Not thread-safe. */
final class Learnt {
    private static final double BYTES_A_TOKEN = 4;
    private static final double OUTPUT = 1_000;
    private static final double LEARNING = 0.1;

    /** Set aside beyond the mean: what is too much comes back, what is too little is overspent. */
    private static final double MARGIN = 1.25;

    /** Pictures are long and mean few tokens; a language may need several for a word. */
    private static final double LEAST_RATIO = 0.001;

    private static final double MOST_RATIO = 4;

    private double ratio = 1;
    private double output = OUTPUT;
    private boolean known;

    /** Whether it is more than a guess. */
    boolean isKnown() {
        return known;
    }

    /** Tokens of a request of so many bytes. */
    long input(long bytes) {
        return Math.max(1, Math.round(bytes / BYTES_A_TOKEN * ratio));
    }

    /** Tokens of an answer of which the caller wants at most so many; null = as many as there are. */
    long output(@Nullable Long most) {
        long mean = Math.round(output * MARGIN);
        return most == null || most <= 0 ? mean : Math.min(mean, most);
    }

    /** A request has become of it. */
    void learn(long bytes, Usage usage) {
        if (bytes > 0 && usage.prompt() > 0) {
            double seen = usage.prompt() / (bytes / BYTES_A_TOKEN);
            ratio += LEARNING * (Math.clamp(seen, LEAST_RATIO, MOST_RATIO) - ratio);
        }
        output = known ? output + LEARNING * (usage.output() - output) : usage.output();
        known = true;
    }
}
