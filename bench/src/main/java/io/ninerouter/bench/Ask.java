package io.ninerouter.bench;

/** How a request is put, and how many events its answer has. */
public enum Ask {
    /** A chat completion in one piece. */
    CHAT("/v1/chat/completions", "bench/bench", 0),
    /** The same with a target before the good one that refuses. */
    CHAT_WITH_FALLBACK("/v1/chat/completions", "fallback", 0),
    /** A streamed chat completion. */
    CHAT_STREAM("/v1/chat/completions", "bench/bench", Scenario.EVENTS),
    /** A streamed chat completion that an Anthropic upstream answers: two events are dropped, usage comes last. */
    CHAT_STREAM_OF_ANTHROPIC("/v1/chat/completions", "anthropic/bench", Scenario.EVENTS - 1),
    /** A streamed message that an OpenAI upstream answers: blocks begin and end with events of their own. */
    ANTHROPIC_STREAM_OF_CHAT("/v1/messages", "streams/bench", Scenario.EVENTS + 1);

    private final String path;
    private final String model;
    private final int events;

    Ask(String path, String model, int events) {
        this.path = path;
        this.model = model;
        this.events = events;
    }

    /** Where the request goes. */
    public String path() {
        return path;
    }

    /** The model as the caller writes it. */
    public String model() {
        return model;
    }

    /** Server-sent events of a whole answer as the caller gets it; 0 = it comes in one piece. */
    public int events() {
        return events;
    }

    /** Whether the request is one of Anthropic's dialect. */
    public boolean anthropic() {
        return this == ANTHROPIC_STREAM_OF_CHAT;
    }
}
