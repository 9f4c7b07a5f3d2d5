package io.ninerouter.gateway.translate.openai;

import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.JsonReader;

/** Members of answers that have no place in the neutral model: counted, unless they say nothing. */
final class ChatUnknown {
    private ChatUnknown() {}

    /** A member of the answer, or of a chunk of it. */
    static void ofAnswer(JsonReader in, Losses losses) {
        switch (in.name()) {
            // What every provider has, and no client of another dialect looks for.
            case "object", "system_fingerprint", "service_tier", "obfuscation", "prompt_filter_results" -> in.skip();
            // Perplexity: pages beside the text, which says [1].
            case "citations", "search_results" -> count(in, losses, Feature.CITATIONS);
            case "images" -> count(in, losses, Feature.OUTPUT_MEDIA);
            default -> count(in, losses, Feature.VENDOR_FIELDS);
        }
    }

    /** A member of a {@code message} or {@code delta}. */
    static void ofMessage(JsonReader in, Losses losses) {
        switch (in.name()) {
            case "role" -> in.skip();
            case "audio" -> count(in, losses, Feature.OUTPUT_MEDIA);
            default -> count(in, losses, Feature.VENDOR_FIELDS);
        }
    }

    private static void count(JsonReader in, Losses losses, Feature feature) {
        boolean said = switch (in.kind()) {
            case NULL -> false;
            case OBJECT, ARRAY -> in.raw().bytes().length() > 2;
            case TEXT, NUMBER, BOOL -> true;
        };
        if (said) {
            losses.dropped(feature, in.name());
        }
    }
}
