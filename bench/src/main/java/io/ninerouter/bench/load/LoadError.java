package io.ninerouter.bench.load;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One answer that was not right.
 *
 * @param at when that was clear
 * @param requestId the gateway's own, by which its log knows the request; {@code -} when no head of an answer came
 * @param text what came instead, in one line
 */
public record LoadError(Instant at, String requestId, String text) {
    /** What every line begins with. */
    public static final String WORD = "error ";

    private static final String UNKNOWN = "-";

    public LoadError {
        at = at.truncatedTo(ChronoUnit.MILLIS);
        requestId = requestId.isBlank() || requestId.contains(" ") ? UNKNOWN : requestId;
        text = text.lines().map(String::strip).reduce("", (one, other) -> (one + ' ' + other).strip());
    }

    /** Whether the gateway's log can be asked for it. */
    public boolean isKnown() {
        return !requestId.equals(UNKNOWN);
    }

    /** The line. */
    public String line() {
        return WORD + at + " " + requestId + " " + text;
    }

    /** Reads what {@link #line()} wrote. */
    public static LoadError parse(String line) {
        String[] words = line.split(" ", 4);
        if (words.length != 4 || !line.startsWith(WORD)) {
            throw new IllegalArgumentException(
                    "error: " + line + " (expected: error <instant> <request id> <what came instead>)");
        }
        return new LoadError(Instant.parse(words[1]), words[2], words[3]);
    }
}
