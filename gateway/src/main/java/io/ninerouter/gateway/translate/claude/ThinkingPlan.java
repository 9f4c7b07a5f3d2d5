package io.ninerouter.gateway.translate.claude;

import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import org.jspecify.annotations.Nullable;

/**
 * How to ask a model to think.
 *
 * @param type {@code enabled}, {@code adaptive}, {@code disabled}; null = say nothing
 * @param budget tokens, with {@code enabled}
 * @param effort {@code output_config.effort}; null = say nothing
 * @param display what to show of it; null = say nothing
 */
public record ThinkingPlan(
        @Nullable String type,
        @Nullable Long budget,
        @Nullable String effort,
        @Nullable String display) {
    /** The API's smallest budget. */
    private static final long LEAST = 1_024;
    /** For "think", without a word on how much: what effort {@code high}, the API's default, stands for. */
    private static final long USUAL = 16_384;

    private static final ThinkingPlan SILENT = new ThinkingPlan(null, null, null, null);

    /** Whether thinking is on. */
    public boolean on() {
        return type != null && !type.equals("disabled");
    }

    /**
     * The plan.
     *
     * @param own whether the client spoke this dialect, and so knows what it asks for
     * @param limit {@code max_tokens}
     * @param forced whether a tool has to be called, which excludes thinking
     */
    public static ThinkingPlan of(
            ReasoningWish wish, ClaudeModel model, boolean own, long limit, boolean forced, Losses losses) {
        String effort = effort(wish, model, losses);
        ThinkingPlan plan = mode(wish, model, own, effort, losses);
        boolean asSaid = own && (wish.mode() != ReasoningWish.Mode.ADAPTIVE || plan.budget() == null);
        if (asSaid || !plan.on()) {
            return plan;
        }
        if (forced && !own) {
            losses.dropped(Feature.REASONING_EFFORT, "a tool that has to be called excludes thinking");
            return model.alwaysThinks() ? SILENT : new ThinkingPlan("disabled", null, null, null);
        }
        return plan.below(limit, losses);
    }

    private static ThinkingPlan mode(
            ReasoningWish wish, ClaudeModel model, boolean own, @Nullable String effort, Losses losses) {
        if (wish.off()) {
            return off(model, effort, losses);
        }
        if (wish.mode() == null && (own || wish.effort() == null)) {
            if (!own && wish.display() != null && !wish.display().equals("omitted")) {
                losses.dropped(Feature.REASONING_DISPLAY, "the model does not think unless asked to");
            }
            return new ThinkingPlan(null, null, effort, null);
        }
        String display = display(wish, model, own);
        boolean budgeted = wish.mode() == ReasoningWish.Mode.BUDGET || !model.adaptive();
        if (budgeted && model.budgets()) {
            boolean word = !own && wish.effort() != null && wish.mode() != ReasoningWish.Mode.BUDGET;
            if (word || wish.mode() == ReasoningWish.Mode.ADAPTIVE) {
                losses.approximated(Feature.REASONING_EFFORT, "as a budget");
            }
            Long tokens = wish.budgetTokens();
            if (tokens == null && !(own && wish.mode() == ReasoningWish.Mode.ON)) {
                tokens = USUAL;
            }
            Long budget = tokens == null || own ? tokens : Long.valueOf(Math.max(LEAST, tokens));
            return new ThinkingPlan("enabled", budget, own ? effort : null, display);
        }
        if (model.adaptive()) {
            String word = effort;
            if (wish.mode() == ReasoningWish.Mode.BUDGET) {
                losses.approximated(Feature.REASONING_BUDGET, "as effort");
                word = effort == null ? wish.effortWord() : effort;
            }
            return new ThinkingPlan("adaptive", null, word, display);
        }
        losses.dropped(Feature.REASONING_EFFORT, "the model does not think");
        return SILENT;
    }

    private static ThinkingPlan off(ClaudeModel model, @Nullable String effort, Losses losses) {
        if (model.alwaysThinks()) {
            losses.approximated(Feature.REASONING_EFFORT, "the model always thinks");
            return new ThinkingPlan(null, null, effort == null ? "low" : effort, null);
        }
        boolean knows = model.budgets() || model.adaptive();
        return new ThinkingPlan(knows ? "disabled" : null, null, effort, null);
    }

    /** The word as the model knows it. */
    private static @Nullable String effort(ReasoningWish wish, ClaudeModel model, Losses losses) {
        String word = wish.effort();
        if (word == null) {
            return null;
        }
        if (!model.effort()) {
            // It becomes a budget where thinking is asked for.
            if (wish.mode() == ReasoningWish.Mode.BUDGET) {
                losses.dropped(Feature.REASONING_EFFORT, "beside a budget");
            }
            return null;
        }
        String known = switch (word) {
            case "low", "medium", "high" -> word;
            case "minimal" -> "low";
            case "xhigh" -> model.trusted() || model.version() >= 407 ? word : "high";
            case "max" -> model.trusted() || model.version() >= 406 ? word : "high";
            default -> model.trusted() ? word : "high";
        };
        if (!known.equals(word)) {
            losses.approximated(Feature.REASONING_EFFORT, "as the nearest word");
        }
        return known;
    }

    /** Newer models show nothing unless told to; clients of other dialects expect what there is to see. */
    private static @Nullable String display(ReasoningWish wish, ClaudeModel model, boolean own) {
        if (own) {
            return wish.display();
        }
        return model.claude() && (model.adaptive() || wish.display() != null) ? "summarized" : null;
    }

    /** A budget has to stay below the limit, which counts thinking too. */
    private ThinkingPlan below(long limit, Losses losses) {
        if (budget == null || budget < limit) {
            return this;
        }
        long room = limit - Math.max(1, limit / 4);
        if (room < LEAST) {
            losses.dropped(Feature.REASONING_BUDGET, "no room below the token limit");
            return new ThinkingPlan("disabled", null, effort, null);
        }
        losses.approximated(Feature.REASONING_BUDGET, "below the token limit");
        return new ThinkingPlan(type, room, effort, display);
    }
}
