package io.ninerouter.bench;

/** How a request is put, and what its answer has. */
public enum Ask {
    /** A chat completion in one piece. */
    CHAT("/v1/chat/completions", "bench/bench", 0),
    /** The same with a target before the good one that refuses. */
    CHAT_WITH_FALLBACK("/v1/chat/completions", "fallback", 0),
    /** The same with a target before the good one that fails in every way in turn. */
    CHAT_WITH_FAULTS("/v1/chat/completions", "faulty", 0),
    /** A chat completion in one piece that an Anthropic upstream answers. */
    CHAT_OF_ANTHROPIC("/v1/chat/completions", "anthropic/bench", 0),
    /** What a coding agent sends in the middle of its work, to be answered in one piece by an OpenAI upstream. */
    AGENT_OF_CHAT("/v1/messages", "bench/bench", 0),
    /** A streamed chat completion. */
    CHAT_STREAM("/v1/chat/completions", "bench/bench", Scenario.EVENTS),
    /** The same with much time between its events. */
    SLOW_CHAT_STREAM("/v1/chat/completions", "slow/bench", Scenario.EVENTS),
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
        return path.equals("/v1/messages");
    }

    /** Whether tools are offered, and have been used. */
    public boolean agent() {
        return this == AGENT_OF_CHAT;
    }

    /** Whether so many bytes are the whole body of an answer in one piece; of a translated one the text is sure to be there. */
    public boolean isWhole(int bytes) {
        return switch (this) {
            case CHAT_OF_ANTHROPIC, AGENT_OF_CHAT -> bytes >= Scenario.TEXT_BYTES;
            default -> bytes == Scenario.ANSWER_BYTES;
        };
    }
}
