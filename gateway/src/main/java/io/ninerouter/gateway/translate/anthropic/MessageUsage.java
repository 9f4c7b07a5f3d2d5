package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.gateway.chat.Billing;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import org.jspecify.annotations.Nullable;

/**
 * The {@code usage} of a message, which comes in pieces: {@code message_start} has the prompt, {@code message_delta} the
 * output and mostly, but not always (Vertex), the prompt again. The last word on each field counts. Not thread-safe.
 */
final class MessageUsage {
    private static final long ABSENT = -1;

    private boolean any;
    private long input;
    private long cacheRead;
    private long cacheWrite;
    private long cacheWrite1h;
    private long output;
    private long reasoning;
    private long searches;
    /** A service tier, a speed and a place: each may make all tokens dearer. */
    private final @Nullable String[] served = new String[3];

    /** Adds one piece; whether there was anything in it. */
    boolean merge(@Nullable RawJson usage) {
        if (usage == null) {
            return false;
        }
        boolean found = false;
        try (JsonReader in = usage.read()) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    found |= field(in);
                }
            }
        }
        any |= found;
        return found;
    }

    private boolean field(JsonReader in) {
        switch (in.name()) {
            case "input_tokens" -> input = in.lenientLong(input);
            case "cache_read_input_tokens" -> cacheRead = in.lenientLong(cacheRead);
            case "cache_creation_input_tokens" -> cacheWrite = in.lenientLong(cacheWrite);
            case "output_tokens" -> output = in.lenientLong(output);
            case "output_tokens_details" -> reasoning = member(in, "thinking_tokens", reasoning);
            case "server_tool_use" -> searches = member(in, "web_search_requests", searches);
            case "service_tier" -> served[0] = in.lenientText();
            case "speed" -> served[1] = in.lenientText();
            case "inference_geo" -> served[2] = in.lenientText();
            case "cache_creation" -> cacheWrite1h = member(in, "ephemeral_1h_input_tokens", cacheWrite1h);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A number of an object within; what it was where there is none. */
    private static long member(JsonReader in, String name, long before) {
        long found = before;
        if (in.lenientObject()) {
            while (in.nextField()) {
                if (in.name().equals(name)) {
                    long count = in.lenientLong(ABSENT);
                    found = count == ABSENT ? found : count;
                }
            }
        }
        return found;
    }

    /** All so far; null when nothing was said. */
    @Nullable
    Usage total() {
        if (!any) {
            return null;
        }
        Billing billing = Billing.NONE.withSearches(searches);
        for (String how : served) {
            billing = billing.served(how);
        }
        return Usage.ofParts(input, cacheRead, cacheWrite, output, reasoning)
                .writtenForAnHour(cacheWrite1h)
                .with(billing);
    }

    /** Writes usage as this dialect counts it: cached tokens are no part of the input. Clients need the object. */
    static void write(@Nullable Usage usage, JsonWriter out) {
        Usage told = usage == null ? Usage.NONE : usage;
        out.object("usage")
                .number("input_tokens", told.input())
                .number("cache_creation_input_tokens", told.cacheWrite())
                .number("cache_read_input_tokens", told.cacheRead())
                .number("output_tokens", told.output());
        if (told.cacheWrite1h() > 0) {
            out.object("cache_creation")
                    .number("ephemeral_5m_input_tokens", told.cacheWrite() - told.cacheWrite1h())
                    .number("ephemeral_1h_input_tokens", told.cacheWrite1h())
                    .endObject();
        }
        if (told.reasoning() > 0) {
            out.object("output_tokens_details")
                    .number("thinking_tokens", told.reasoning())
                    .endObject();
        }
        out.endObject();
    }
}
