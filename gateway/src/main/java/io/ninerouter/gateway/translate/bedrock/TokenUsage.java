package io.ninerouter.gateway.translate.bedrock;

import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.json.JsonReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an answer has used. {@code inputTokens} are without cached ones; {@code cacheDetails} tells apart, by {@code ttl},
 * what {@code cacheWriteInputTokens} is the sum of (Bedrock's API reference, {@code TokenUsage} and {@code CacheDetail}). A time
 * other than an hour counts as the shortest.
 */
final class TokenUsage {
    private static final String AN_HOUR = "1h";

    private long input;
    private long output;
    private long cacheRead;
    private long cacheWrite;
    private long forAnHour;
    private boolean told;

    private TokenUsage() {}

    /** The value that comes next; null when it says nothing. */
    static @Nullable Usage read(JsonReader in) {
        TokenUsage usage = new TokenUsage();
        if (in.lenientObject()) {
            while (in.nextField()) {
                usage.field(in);
            }
        }
        return usage.told
                ? Usage.ofParts(usage.input, usage.cacheRead, usage.cacheWrite, usage.output, 0)
                        .writtenForAnHour(usage.forAnHour)
                : null;
    }

    private void field(JsonReader in) {
        switch (in.name()) {
            case "inputTokens" -> input = told(in);
            case "outputTokens" -> output = told(in);
            case "cacheReadInputTokens" -> cacheRead = in.lenientLong(0);
            case "cacheWriteInputTokens" -> cacheWrite = in.lenientLong(0);
            case "cacheDetails" -> details(in);
            default -> {
                // A sum of these.
            }
        }
    }

    private long told(JsonReader in) {
        told = true;
        return in.lenientLong(0);
    }

    private void details(JsonReader in) {
        if (!in.lenientArray()) {
            return;
        }
        while (in.nextElement()) {
            long tokens = 0;
            String time = null;
            if (in.lenientObject()) {
                while (in.nextField()) {
                    switch (in.name()) {
                        case "inputTokens" -> tokens = in.lenientLong(0);
                        case "ttl" -> time = in.lenientText();
                        default -> {
                            // Nothing that is needed.
                        }
                    }
                }
            }
            if (AN_HOUR.equals(time) && tokens > 0) {
                // Nonsense is cut to what was written.
                long sum = forAnHour + tokens;
                forAnHour = sum < 0 ? Long.MAX_VALUE : sum;
            }
        }
    }
}
