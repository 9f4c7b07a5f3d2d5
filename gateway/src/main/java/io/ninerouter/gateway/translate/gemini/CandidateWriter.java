package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.JsonWriter;

/** Writes what answers and the last chunk of streamed ones have in common. */
final class CandidateWriter {
    private CandidateWriter() {}

    /** The member {@code finishReason}; counts what the word cannot tell. */
    static void finish(StopReason reason, Losses losses, JsonWriter out) {
        if (!reason.sequence().isEmpty()) {
            losses.dropped(Feature.STOP_SEQUENCE_TOLD, "no such thing in Gemini");
        }
        if (reason.kind() == StopReason.Kind.PAUSE) {
            losses.approximated(Feature.STOP_REASON, "a pause as a stop");
        } else if (reason.kind() == StopReason.Kind.REFUSAL) {
            losses.approximated(Feature.STOP_REASON, "a refusal as stopped for safety");
        }
        out.text("finishReason", GeminiStops.word(reason));
    }

    /** The member {@code usageMetadata}: thoughts count beside the candidates, cached tokens within the prompt. */
    static void usage(Usage usage, JsonWriter out) {
        out.object("usageMetadata")
                .number("promptTokenCount", usage.prompt())
                .number("candidatesTokenCount", usage.output() - usage.reasoning())
                .number("totalTokenCount", usage.prompt() + usage.output());
        if (usage.cacheRead() > 0) {
            out.number("cachedContentTokenCount", usage.cacheRead());
        }
        if (usage.reasoning() > 0) {
            out.number("thoughtsTokenCount", usage.reasoning());
        }
        out.endObject();
    }
}
