package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.translate.claude.ClaudeModel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes how tokens are drawn, as far as the model takes it, and stop texts. */
final class SamplingWriter {
    private final ClaudeModel model;
    private final boolean thinking;
    private final boolean own;
    private final Losses losses;

    SamplingWriter(ClaudeModel model, boolean thinking, boolean own, Losses losses) {
        this.model = model;
        this.thinking = thinking;
        this.own = own;
        this.losses = losses;
    }

    void write(Sampling sampling, JsonWriter out) {
        Double temperature = temperature(sampling.temperature());
        out.decimal("temperature", temperature);
        out.decimal("top_p", topP(sampling.topP(), temperature != null));
        out.number("top_k", topK(sampling.topK()));
        if (sampling.seed() != null) {
            losses.dropped(Feature.SEED, "has no such setting");
        }
        if (sampling.frequencyPenalty() != null || sampling.presencePenalty() != null) {
            losses.dropped(Feature.PENALTIES, "has no such setting");
        }
    }

    private @Nullable Double temperature(@Nullable Double wanted) {
        if (wanted == null || wanted == 1.0) {
            return wanted;
        }
        if (thinking || !model.sampling()) {
            losses.dropped(Feature.TEMPERATURE, thinking ? "thinking excludes it" : "the model has none");
            return null;
        }
        if (wanted > 1.0 && model.claude()) {
            losses.approximated(Feature.TEMPERATURE, "at most 1");
            return 1.0;
        }
        return wanted;
    }

    private @Nullable Double topP(@Nullable Double wanted, boolean besideTemperature) {
        if (wanted == null) {
            return null;
        }
        if (!model.sampling()) {
            losses.dropped(Feature.TOP_P, "the model has none");
        } else if (thinking && wanted < 0.95) {
            losses.dropped(Feature.TOP_P, "thinking excludes it");
        } else if (besideTemperature && !own && !model.bothSamplings()) {
            losses.dropped(Feature.TOP_P, "temperature excludes it");
        } else {
            return wanted;
        }
        return null;
    }

    private @Nullable Long topK(@Nullable Long wanted) {
        if (wanted != null && (thinking || !model.sampling())) {
            losses.dropped(Feature.TOP_K, thinking ? "thinking excludes it" : "the model has none");
            return null;
        }
        return wanted;
    }

    /** The API refuses stop texts of white space only. */
    void stop(List<String> wanted, JsonWriter out) {
        List<String> kept = new ArrayList<>(wanted.size());
        for (String text : wanted) {
            if (text.isBlank()) {
                losses.dropped(Feature.STOP_SEQUENCES, "of white space only");
            } else {
                kept.add(text);
            }
        }
        out.texts("stop_sequences", kept);
    }
}
