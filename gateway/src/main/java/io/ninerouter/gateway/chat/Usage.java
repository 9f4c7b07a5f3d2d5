package io.ninerouter.gateway.chat;

/**
 * Tokens of one answer, each counted once: {@code input}, {@code cacheRead} and {@code cacheWrite} add up to the prompt,
 * {@code reasoning} is a part of {@code output} and {@code cacheWrite1h} of {@code cacheWrite}.
 *
 * <p>Dialects disagree on both (OpenAI and Gemini count cached tokens into the prompt, Anthropic does not; Gemini counts
 * thoughts apart from the candidates); their readers convert before they build this.
 *
 * @param input prompt tokens that were neither read from nor written to a cache; at least 0
 * @param cacheRead prompt tokens read from a cache; at least 0
 * @param cacheWrite prompt tokens written to a cache; at least 0
 * @param output generated tokens, reasoning included; at least 0
 * @param reasoning generated tokens that were reasoning, as far as reported; at most {@code output}
 * @param cacheWrite1h those of {@code cacheWrite} that stay for an hour, as far as reported; at most {@code cacheWrite}
 * @param billing what else a bill depends on; cut to what is possible among these tokens
 */
public record Usage(
        long input, long cacheRead, long cacheWrite, long output, long reasoning, long cacheWrite1h, Billing billing) {

    /** Nothing. */
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

    public Usage {
        atLeastZero("input", input);
        atLeastZero("cacheRead", cacheRead);
        atLeastZero("cacheWrite", cacheWrite);
        atLeastZero("output", output);
        atLeastZero("reasoning", reasoning);
        if (reasoning > output) {
            throw new IllegalArgumentException("reasoning: " + reasoning + " (expected: <= output, " + output + ")");
        }
        atLeastZero("cacheWrite1h", cacheWrite1h);
        if (cacheWrite1h > cacheWrite) {
            throw new IllegalArgumentException(
                    "cacheWrite1h: " + cacheWrite1h + " (expected: <= cacheWrite, " + cacheWrite + ")");
        }
        billing = billing.within(input, cacheRead, output);
    }

    /** One of text alone, of which nothing else is told. */
    public Usage(long input, long cacheRead, long cacheWrite, long output, long reasoning, long cacheWrite1h) {
        this(input, cacheRead, cacheWrite, output, reasoning, cacheWrite1h, Billing.NONE);
    }

    /** One of which it is not told how long what was written to a cache stays. */
    public Usage(long input, long cacheRead, long cacheWrite, long output, long reasoning) {
        this(input, cacheRead, cacheWrite, output, reasoning, 0);
    }

    /**
     * From a prompt total that includes cached tokens. Providers do send nonsense (more cached than prompt tokens, negative
     * counts): each part is cut to what is possible, so that the prompt total stays what the provider said.
     */
    public static Usage ofTotals(long prompt, long cacheRead, long cacheWrite, long output, long reasoning) {
        long total = Math.max(0, prompt);
        long read = Math.clamp(cacheRead, 0, total);
        long written = Math.clamp(cacheWrite, 0, total - read);
        return ofParts(total - read - written, read, written, output, reasoning);
    }

    /** From parts that exclude each other; negative ones count as 0, reasoning is cut to the output. */
    public static Usage ofParts(long input, long cacheRead, long cacheWrite, long output, long reasoning) {
        long generated = Math.max(0, output);
        return new Usage(
                Math.max(0, input),
                Math.max(0, cacheRead),
                Math.max(0, cacheWrite),
                generated,
                Math.clamp(reasoning, 0, generated));
    }

    /** The same, of whose cache writes so many stay for an hour: at most all. */
    public Usage writtenForAnHour(long tokens) {
        return new Usage(input, cacheRead, cacheWrite, output, reasoning, Math.clamp(tokens, 0, cacheWrite), billing);
    }

    /** The same with what else a bill depends on. */
    public Usage with(Billing more) {
        return more.equals(billing)
                ? this
                : new Usage(input, cacheRead, cacheWrite, output, reasoning, cacheWrite1h, more);
    }

    /** Both together. */
    public Usage plus(Usage other) {
        return new Usage(
                input + other.input,
                cacheRead + other.cacheRead,
                cacheWrite + other.cacheWrite,
                output + other.output,
                reasoning + other.reasoning,
                cacheWrite1h + other.cacheWrite1h,
                billing.plus(other.billing));
    }

    /** All prompt tokens, cached ones included. */
    public long prompt() {
        return input + cacheRead + cacheWrite;
    }

    private static void atLeastZero(String field, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(field + ": " + value + " (expected: >= 0)");
        }
    }
}
