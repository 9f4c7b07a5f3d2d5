package io.ninerouter.gateway.translate.openai;

import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.json.JsonWriter;

/** Writes tokens. */
final class ChatUsage {
    private ChatUsage() {}

    /** The member {@code usage}. Cached tokens count as prompt, reasoning as completion. */
    static void write(Usage usage, JsonWriter out) {
        out.object("usage")
                .number("prompt_tokens", usage.prompt())
                .number("completion_tokens", usage.output())
                .number("total_tokens", usage.prompt() + usage.output())
                .object("prompt_tokens_details")
                .number("cached_tokens", usage.cacheRead());
        if (usage.cacheWrite() > 0) {
            // OpenRouter's name for what OpenAI does not report.
            out.number("cache_write_tokens", usage.cacheWrite());
        }
        out.endObject()
                .object("completion_tokens_details")
                .number("reasoning_tokens", usage.reasoning())
                .endObject()
                .endObject();
    }
}
