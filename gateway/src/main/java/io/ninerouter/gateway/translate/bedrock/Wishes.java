package io.ninerouter.gateway.translate.bedrock;

import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.codec.Unsayable;
import io.ninerouter.gateway.translate.claude.ClaudeModel;
import io.ninerouter.gateway.translate.claude.ClaudeSampling;
import io.ninerouter.gateway.translate.claude.ThinkingPlan;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request wants beside its conversation, as the model takes it.
 *
 * @param maxTokens null = the model's own limit
 * @param thinking whether thinking will be on
 * @param additional what the model is told in words of its own
 */
record Wishes(
        @Nullable Long maxTokens,
        Sampling sampling,
        List<String> stops,
        boolean thinking,
        AdditionalFields additional) {
    private static final Set<Feature> SAYABLE =
            EnumSet.of(Feature.TEMPERATURE, Feature.TOP_P, Feature.MAX_TOKENS, Feature.STOP_SEQUENCES);
    private static final Set<Feature> REASONING =
            EnumSet.of(Feature.REASONING_EFFORT, Feature.REASONING_BUDGET, Feature.REASONING_DISPLAY);

    /** @param forced whether a tool has to be called */
    static Wishes of(Settings settings, Exchange exchange, ConverseModel model, boolean forced) {
        return model == ConverseModel.CLAUDE
                ? claude(settings, exchange, forced)
                : other(settings, model, exchange.losses());
    }

    private static Wishes claude(Settings settings, Exchange exchange, boolean forced) {
        Losses losses = exchange.losses();
        ClaudeModel model = ClaudeModel.of(exchange.target().model(), false);
        Long asked = settings.output().maxTokens();
        Long most = exchange.target().maxOutputTokens();
        long limit = asked != null ? asked : most != null ? most : model.fallbackMaxTokens();
        ThinkingPlan plan = ThinkingPlan.of(settings.reasoning(), model, false, limit, forced, losses);
        ClaudeSampling fitting = new ClaudeSampling(model, plan.on(), false, losses);
        Sampling sampling = fitting.fit(settings.sampling());
        Set<Feature> sayable = EnumSet.copyOf(SAYABLE);
        sayable.addAll(REASONING);
        // Reported by whoever fits them.
        sayable.addAll(Set.of(Feature.TOP_K, Feature.SEED, Feature.PENALTIES));
        Unsayable.settings(settings, sayable, losses);
        // A budget has to stay below a limit that is said.
        Long said = asked == null && plan.budget() != null ? Long.valueOf(limit) : asked;
        return new Wishes(
                said,
                sampling,
                fitting.stops(settings.output().stop()),
                plan.on(),
                new AdditionalFields.Claude(plan, sampling.topK(), model.version() == 405));
    }

    private static Wishes other(Settings settings, ConverseModel model, Losses losses) {
        Set<Feature> sayable = EnumSet.copyOf(SAYABLE);
        Long topK = settings.sampling().topK();
        String topKName = switch (model) {
            case MISTRAL -> "top_k";
            case COHERE -> "k";
            case NOVA, NOVA_2 -> "topK";
            case CLAUDE, GPT_OSS, OTHER -> null;
        };
        if (topKName != null) {
            sayable.add(Feature.TOP_K);
        }
        String effort = null;
        if (model == ConverseModel.NOVA_2 || model == ConverseModel.GPT_OSS) {
            effort = effort(settings.reasoning(), model, losses);
            sayable.addAll(Set.of(Feature.REASONING_EFFORT, Feature.REASONING_BUDGET));
        }
        Unsayable.settings(settings, sayable, losses);
        List<String> stops = settings.output().stop().stream()
                .filter(text -> !text.isBlank())
                .toList();
        if (stops.size() < settings.output().stop().size()) {
            losses.dropped(Feature.STOP_SEQUENCES, "of white space only");
        }
        return new Wishes(
                settings.output().maxTokens(),
                settings.sampling(),
                stops,
                effort != null && !effort.equals("none"),
                new AdditionalFields.Others(model, topKName == null ? null : topK, effort));
    }

    /** {@code low}, {@code medium}, {@code high}; {@code none} where reasoning can be switched off; null = say nothing. */
    private static @Nullable String effort(ReasoningWish wish, ConverseModel model, Losses losses) {
        String word = wish.effortWord();
        if (word == null) {
            return wish.mode() == null ? null : "medium";
        }
        if (wish.mode() == ReasoningWish.Mode.BUDGET && wish.effort() == null) {
            losses.approximated(Feature.REASONING_BUDGET, "as effort");
        }
        String known = switch (word) {
            case "low", "medium", "high" -> word;
            case "none" -> model == ConverseModel.NOVA_2 ? word : "low";
            case "minimal" -> "low";
            default -> "high";
        };
        if (!known.equals(word)) {
            losses.approximated(Feature.REASONING_EFFORT, "as the nearest word");
        }
        return known;
    }
}
