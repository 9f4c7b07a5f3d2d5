package io.ninerouter.gateway.translate.openai;

import io.ninerouter.gateway.chat.Billing;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.ToldCost;
import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Reads the usage of a chat completion, as the many providers of this dialect write it, and writes it as OpenAI does. */
final class ChatUsage {
    private ChatUsage() {}

    /**
     * xAI counts reasoning beside the completion; the total tells. DeepSeek and Moonshot name the cached tokens otherwise,
     * Perplexity and Together the reasoning ones. Sound and pictures are among prompt and completion.
     */
    static @Nullable Usage read(JsonFields fields) {
        if (!fields.hasAny("prompt_tokens", "completion_tokens")) {
            return null;
        }
        long prompt = fields.count("prompt_tokens");
        long completion = fields.count("completion_tokens");
        long reasoning = firstOf(fields, "completion_tokens_details.reasoning_tokens", "reasoning_tokens");
        boolean apart = reasoning > 0 && fields.count("total_tokens") == prompt + completion + reasoning;
        Usage tokens = Usage.ofTotals(
                prompt,
                firstOf(fields, "prompt_tokens_details.cached_tokens", "prompt_cache_hit_tokens", "cached_tokens"),
                firstOf(fields, "prompt_tokens_details.cache_write_tokens", "cache_creation_tokens"),
                apart ? completion + reasoning : completion,
                reasoning);
        return tokens.with(ToldCost.of(fields).withMedia(media("audio_tokens", fields), media("image_tokens", fields)));
    }

    private static Billing.MediaTokens media(String kind, JsonFields fields) {
        return Billing.MediaTokens.ofTotals(
                fields.count("prompt_tokens_details." + kind), 0, fields.count("completion_tokens_details." + kind));
    }

    private static long firstOf(JsonFields fields, String... names) {
        for (String name : names) {
            Long number = fields.number(name);
            if (number != null) {
                return number;
            }
        }
        return 0;
    }

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
