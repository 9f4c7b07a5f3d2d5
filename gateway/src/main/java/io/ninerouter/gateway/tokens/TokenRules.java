package io.ninerouter.gateway.tokens;

import io.ninerouter.gateway.chat.ModelFamily;

/**
 * How a family of models counts. What providers put around messages and tools they do not publish: the numbers follow the
 * usage that they reported for recorded requests.
 *
 * @param factor its tokens for one of o200k_base, on average
 * @param around tokens around things
 * @param sealed tokens for one character of sealed reasoning
 */
record TokenRules(Family family, double factor, Around around, double sealed) {
    /** o200k_base is theirs. Source of the numbers around messages and functions: OpenAI's cookbook. */
    private static final TokenRules OPENAI = new TokenRules(Family.OPENAI, 1.0, new Around(3, 3, 12, 7, 8), 0.19);
    /** Anthropic publishes no tokenizer. Signatures are not counted. */
    private static final TokenRules CLAUDE = new TokenRules(Family.CLAUDE, 1.15, new Around(3, 4, 480, 45, 40), 0);
    /** Gemini's vocabulary is about as large as o200k_base. A signature counts as the thoughts that it stands for. */
    private static final TokenRules GEMINI = new TokenRules(Family.GEMINI, 1.0, new Around(0, 1, 0, 6, 4), 0.19);
    /** Open models: 100,000 to 250,000 words, chat templates of a few tokens, tools explained in the prompt. */
    private static final TokenRules OTHER = new TokenRules(Family.OTHER, 1.05, new Around(3, 4, 100, 8, 15), 0);

    /** The rules for a model. */
    static TokenRules of(String model) {
        return switch (ModelFamily.of(model)) {
            case "gpt" -> OPENAI;
            case "claude" -> CLAUDE;
            case "gemini", "gemma" -> GEMINI;
            default -> OTHER;
        };
    }

    /**
     * Tokens around things.
     *
     * @param request around every request
     * @param message around each message and each tool result
     * @param tools for having tools at all
     * @param tool around each tool
     * @param call around each tool call, asked and answered
     */
    record Around(long request, long message, long tools, long tool, long call) {}

    /** Whose rules for images hold. */
    enum Family {
        OPENAI,
        CLAUDE,
        GEMINI,
        OTHER
    }
}
