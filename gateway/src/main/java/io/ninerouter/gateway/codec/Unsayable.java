package io.ninerouter.gateway.codec;

import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.Session;
import io.ninerouter.gateway.chat.Settings;
import java.util.Set;

/**
 * Reports what a request says and a dialect has no member for. A dialect names what it can say; whatever else is said is
 * lost, so that a setting that is new here is reported before anybody thinks of it.
 */
public final class Unsayable {
    private static final String WHY = "has no such setting";

    private final Set<Feature> sayable;
    private final Losses losses;

    private Unsayable(Set<Feature> sayable, Losses losses) {
        this.sayable = sayable;
        this.losses = losses;
    }

    /** Reports settings that are none of these. */
    public static void settings(Settings settings, Set<Feature> sayable, Losses losses) {
        Unsayable unsayable = new Unsayable(sayable, losses);
        unsayable.sampling(settings.sampling());
        unsayable.output(settings.output());
        unsayable.reasoning(settings.reasoning());
    }

    /** Reports what is said of the session and is none of these. */
    public static void session(Session session, Set<Feature> sayable, Losses losses) {
        Unsayable unsayable = new Unsayable(sayable, losses);
        unsayable.lost(Feature.USER, session.user() != null);
        unsayable.lost(Feature.METADATA, session.metadata() != null);
        unsayable.lost(
                Feature.CACHE_KEY,
                session.caching().key() != null || session.caching().retention() != null);
        unsayable.lost(Feature.CACHED_CONTENT, session.caching().content() != null);
        unsayable.lost(Feature.STORE, Boolean.TRUE.equals(session.store()));
        unsayable.lost(Feature.PREVIOUS_RESPONSE, session.previousResponse() != null);
        unsayable.lost(Feature.SERVICE_TIER, session.serviceTier() != null);
    }

    private void sampling(Sampling sampling) {
        lost(Feature.TEMPERATURE, sampling.temperature() != null);
        lost(Feature.TOP_P, sampling.topP() != null);
        lost(Feature.TOP_K, sampling.topK() != null);
        lost(Feature.SEED, sampling.seed() != null);
        lost(Feature.PENALTIES, sampling.frequencyPenalty() != null || sampling.presencePenalty() != null);
    }

    private void output(OutputWish output) {
        lost(Feature.MAX_TOKENS, output.maxTokens() != null);
        lost(Feature.STOP_SEQUENCES, !output.stop().isEmpty());
        lost(Feature.CHOICES, output.choices() != null && output.choices() > 1);
        lost(Feature.LOGPROBS, output.logprobs() != null);
        lost(Feature.VERBOSITY, output.verbosity() != null);
    }

    private void reasoning(ReasoningWish wish) {
        lost(Feature.REASONING_BUDGET, wish.mode() == ReasoningWish.Mode.BUDGET);
        lost(
                Feature.REASONING_EFFORT,
                wish.effort() != null || (wish.mode() != null && wish.mode() != ReasoningWish.Mode.BUDGET));
        lost(Feature.REASONING_DISPLAY, wish.display() != null);
    }

    private void lost(Feature feature, boolean said) {
        if (said && !sayable.contains(feature)) {
            losses.dropped(feature, WHY);
        }
    }
}
