package io.ninerouter.gateway.dispatch;

/** What is asked of a model. */
public enum Action {
    /** An answer: chat completions, responses, messages, generateContent. */
    GENERATE("generate"),
    /** How many tokens a request has. */
    COUNT_TOKENS("count_tokens"),
    /** A shorter conversation (Responses). */
    COMPACT("compact"),
    /** Vectors. */
    EMBED("embeddings"),
    /** Vectors of many contents (Gemini). */
    EMBED_BATCH("batch_embeddings");

    private final String label;

    Action(String label) {
        this.label = label;
    }

    /** As logs and metrics say it. */
    public String label() {
        return label;
    }
}
