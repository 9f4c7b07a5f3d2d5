package io.ninerouter.gateway.translate.responses;

import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.frame.JsonFields;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import org.jspecify.annotations.Nullable;

/** Tokens. Cached ones count as input, reasoning as output. */
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
        return Usage.ofTotals(
                input,
                fields.count("input_tokens_details.cached_tokens"),
                fields.count("input_tokens_details.cache_write_tokens"),
                output,
                reasoning);
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
