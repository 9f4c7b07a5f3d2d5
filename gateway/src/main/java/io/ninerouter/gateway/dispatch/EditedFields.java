package io.ninerouter.gateway.dispatch;

import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.frame.EditLoss;
import org.jspecify.annotations.Nullable;

/** What a caller loses where a provider's edits take something from a request, in the words in which translations lose. Stateless. */
final class EditedFields {
    private static final String HOW_LEFT_OUT = "not taken by the provider";
    private static final String HOW_CHANGED = "as the provider takes it";

    private EditedFields() {}

    /** Counts a loss. What changes nothing for the caller is none: a stream that is asked for anyway, a {@code false} that is left out. */
    static void count(EditLoss loss, Losses losses) {
        Feature feature = feature(loss.field());
        if (feature == null || (loss.off() && feature != Feature.PARALLEL_TOOL_CALLS)) {
            return;
        }
        switch (loss.fate()) {
            case LEFT_OUT -> losses.dropped(feature, feature == Feature.VENDOR_FIELDS ? loss.field() : HOW_LEFT_OUT);
            case IN_WORDS -> losses.dropped(feature, "not bound: asked for in words");
            case CHANGED -> {
                if (isNear(feature)) {
                    losses.approximated(feature, HOW_CHANGED);
                } else {
                    losses.dropped(feature, feature == Feature.VENDOR_FIELDS ? loss.field() : HOW_CHANGED);
                }
            }
        }
    }

    /** Whether another value says nearly the same. */
    private static boolean isNear(Feature feature) {
        return switch (feature) {
            case SYSTEM_IN_PLACE, DEVELOPER_ROLE, MAX_TOKENS, REASONING_EFFORT, TEMPERATURE, TOP_P, TOP_K -> true;
            default -> false;
        };
    }

    private static @Nullable Feature feature(String field) {
        return switch (field) {
            // The answer comes as the caller wants it, and tells what was used.
            case "stream", "stream_options", "model" -> null;
            case "temperature" -> Feature.TEMPERATURE;
            case "top_p" -> Feature.TOP_P;
            case "top_k" -> Feature.TOP_K;
            case "seed", "random_seed" -> Feature.SEED;
            case "frequency_penalty", "presence_penalty" -> Feature.PENALTIES;
            case "max_tokens", "max_completion_tokens", "max_output_tokens" -> Feature.MAX_TOKENS;
            case "stop", "stop_sequences" -> Feature.STOP_SEQUENCES;
            case "n" -> Feature.CHOICES;
            case "logprobs", "top_logprobs" -> Feature.LOGPROBS;
            case "verbosity" -> Feature.VERBOSITY;
            case "reasoning", "reasoning_effort", "thinking", "enable_thinking" -> Feature.REASONING_EFFORT;
            case "tools" -> Feature.TOOLS;
            case "tools.strict" -> Feature.TOOL_STRICT;
            case "tool_choice" -> Feature.TOOL_CHOICE;
            case "parallel_tool_calls" -> Feature.PARALLEL_TOOL_CALLS;
            case "response_format.json_schema" -> Feature.JSON_SCHEMA;
            case "response_format.json_object" -> Feature.JSON_OBJECT;
            case "prompt_cache_key", "prompt_cache_retention" -> Feature.CACHE_KEY;
            case "user", "safety_identifier" -> Feature.USER;
            case "metadata" -> Feature.METADATA;
            case "store" -> Feature.STORE;
            case "service_tier" -> Feature.SERVICE_TIER;
            case "previous_response_id" -> Feature.PREVIOUS_RESPONSE;
            case "messages.developer" -> Feature.DEVELOPER_ROLE;
            case "messages.system" -> Feature.SYSTEM_IN_PLACE;
            case "messages.name" -> Feature.MESSAGE_NAME;
            case "messages.reasoning", "messages.reasoning_content", "messages.reasoning_details" ->
                Feature.REASONING_TEXT;
            case "messages.annotations" -> Feature.CITATIONS;
            case "messages.refusal" -> Feature.REFUSAL;
            case "messages.audio" -> Feature.OUTPUT_MEDIA;
            default -> Feature.VENDOR_FIELDS;
        };
    }
}
