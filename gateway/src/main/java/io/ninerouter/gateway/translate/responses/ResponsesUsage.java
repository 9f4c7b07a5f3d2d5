package io.ninerouter.gateway.translate.responses;

import io.ninerouter.gateway.chat.Billing;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.ToldCost;
import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import org.jspecify.annotations.Nullable;

/** Tokens. Cached ones count as input, reasoning as output; Perplexity says like Anthropic what it wrote to a cache, and how often it searched. */
final class ResponsesUsage {
    private ResponsesUsage() {}

    /** Reads {@code usage}; null when it says nothing. */
    static @Nullable Usage read(JsonFields fields) {
        if (!fields.hasAny("input_tokens", "output_tokens")) {
            return null;
        }
        long input = fields.count("input_tokens");
        long output = fields.count("output_tokens");
        long reasoning = fields.count("output_tokens_details.reasoning_tokens");
        if (reasoning > 0 && fields.count("total_tokens") == input + output + reasoning) {
            // xAI has counted it beside the output, as it does in chat completions.
            output += reasoning;
        }
        Usage tokens = Usage.ofTotals(
                input,
                fields.count("input_tokens_details.cached_tokens"),
                fields.count(
                        fields.hasAny("input_tokens_details.cache_write_tokens")
                                ? "input_tokens_details.cache_write_tokens"
                                : "input_tokens_details.cache_creation_input_tokens"),
                output,
                reasoning);
        return tokens.with(ToldCost.of(fields)
                .withMedia(media("audio_tokens", fields), media("image_tokens", fields))
                .withSearches(fields.count("tool_calls_details.search_web.invocation")));
    }

    private static Billing.MediaTokens media(String kind, JsonFields fields) {
        return Billing.MediaTokens.ofTotals(
                fields.count("input_tokens_details." + kind), 0, fields.count("output_tokens_details." + kind));
    }

    /**
     * What the response says beside its {@code usage}.
     *
     * @param tier its {@code service_tier}
     * @param tools its {@code tool_usage}
     */
    static @Nullable Usage with(@Nullable Usage usage, @Nullable String tier, @Nullable JsonFields tools) {
        if (usage == null) {
            return null;
        }
        long searches = tools == null ? 0 : tools.count("web_search.num_requests");
        return usage.with(usage.billing().served(tier).withSearches(searches));
    }

    /** Reads {@code usage}; null when it is no object or says nothing. */
    static @Nullable Usage read(RawJson usage) {
        return usage.isObject()
                ? read(JsonFields.of(
                        usage.bytes().array(),
                        usage.bytes().from(),
                        usage.bytes().to()))
                : null;
    }

    /** Writes {@code usage} as member. */
    static void write(Usage usage, JsonWriter out) {
        out.object("usage")
                .number("input_tokens", usage.prompt())
                .object("input_tokens_details")
                .number("cached_tokens", usage.cacheRead())
                .number("cache_write_tokens", usage.cacheWrite())
                .endObject()
                .number("output_tokens", usage.output())
                .object("output_tokens_details")
                .number("reasoning_tokens", usage.reasoning())
                .endObject()
                .number("total_tokens", usage.prompt() + usage.output())
                .endObject();
    }
}
