package io.ninerouter.gateway.translate.claude;

import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How tokens are drawn, as far as the model takes it, and stop texts. */
public final class ClaudeSampling {
    private final ClaudeModel model;
    private final boolean thinking;
    private final boolean own;
    private final Losses losses;

    /**
     * For one request.
     *
     * @param thinking whether thinking will be on
     * @param own whether the client spoke Anthropic's dialect, and so knows what it asks for
     */
    public ClaudeSampling(ClaudeModel model, boolean thinking, boolean own, Losses losses) {
        this.model = model;
        this.thinking = thinking;
        this.own = own;
        this.losses = losses;
    }

    /** What of it the model takes. */
    public Sampling fit(Sampling sampling) {
        if (sampling.seed() != null) {
            losses.dropped(Feature.SEED, "has no such setting");
        }
        if (sampling.frequencyPenalty() != null || sampling.presencePenalty() != null) {
            losses.dropped(Feature.PENALTIES, "has no such setting");
        }
        Double temperature = temperature(sampling.temperature());
        Double topP = topP(sampling.topP(), temperature != null);
        return new Sampling(temperature, topP, topK(sampling.topK()), null, null, null);
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
    public List<String> stops(List<String> wanted) {
        List<String> kept = new ArrayList<>(wanted.size());
        for (String text : wanted) {
            if (text.isBlank()) {
                losses.dropped(Feature.STOP_SEQUENCES, "of white space only");
            } else {
                kept.add(text);
            }
        }
        return kept;
    }
}
