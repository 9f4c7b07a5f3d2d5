package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes {@code thinkingConfig}: by level from Gemini 3 on, by tokens for models before it. */
final class ThinkingEncoder {
    static final String MEMBER = "thinkingConfig";

    private final GeminiModel model;
    private final Dialect client;
    private final Losses losses;
    private final JsonWriter out;

    ThinkingEncoder(GeminiModel model, Exchange exchange, JsonWriter out) {
        this.model = model;
        this.client = exchange.client();
        this.losses = exchange.losses();
        this.out = out;
    }

    /**
     * Writes the member unless nothing was said; extras whose names start with {@code prefix} belong to it.
     *
     * @param output the most tokens that are asked for; null = not said
     */
    void write(ReasoningWish wish, @Nullable Long output, String prefix, Map<String, RawJson> extras) {
        Map<String, RawJson> others = new LinkedHashMap<>();
        extras.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                others.put(name.substring(prefix.length()), value);
            }
        });
        if (wish.isEmpty() && others.isEmpty()) {
            return;
        }
        long most = most(output);
        if (model.isForeign() && (wish.off() || most < model.leastThinking())) {
            // They think only when told to, and within what they may say.
            if (!wish.off()) {
                losses.dropped(Feature.REASONING_BUDGET, "no room for it in the output");
            }
            others.keySet().forEach(name -> losses.dropped(Feature.VENDOR_FIELDS, name));
            return;
        }
        if (!model.thinks()) {
            if (!wish.off()) {
                losses.dropped(Feature.REASONING_EFFORT, "the model does not think");
            }
            others.keySet().forEach(name -> losses.dropped(Feature.VENDOR_FIELDS, name));
            return;
        }
        boolean byLevel = model.thinksByLevel(wish);
        String level = byLevel ? level(wish) : null;
        Long budget = byLevel ? null : budget(wish, most);
        boolean shown = shown(wish);
        if (level == null && budget == null && !shown && others.isEmpty()) {
            return;
        }
        out.object(MEMBER).text("thinkingLevel", level).number("thinkingBudget", budget);
        if (shown) {
            out.bool("includeThoughts", true);
        }
        others.forEach(out::raw);
        out.endObject();
    }

    private @Nullable String level(ReasoningWish wish) {
        String effort = wish.effortWord();
        if (effort == null) {
            return null;
        }
        String least = model.isPro() ? "low" : "minimal";
        String level = switch (effort) {
            case "none", "minimal" -> least;
            case "low", "medium", "high" -> effort;
            case "xhigh", "max" -> "high";
            default -> null;
        };
        if (level == null) {
            losses.dropped(Feature.REASONING_EFFORT, "no such level");
        } else if (wish.budget() != null && wish.effort() == null) {
            losses.approximated(Feature.REASONING_BUDGET, "as a level");
        } else if (!level.equals(effort)) {
            losses.approximated(Feature.REASONING_EFFORT, "as the nearest level");
        }
        return level;
    }

    /** Models of others count thoughts into the output. */
    private long most(@Nullable Long output) {
        return model.isForeign() && output != null ? Math.min(model.mostThinking(), output - 1) : model.mostThinking();
    }

    private @Nullable Long budget(ReasoningWish wish, long most) {
        boolean open = wish.mode() == ReasoningWish.Mode.ADAPTIVE || wish.mode() == ReasoningWish.Mode.ON;
        if (open && wish.effort() == null) {
            return model.isForeign() ? most : -1L;
        }
        Long wanted = wish.budgetTokens();
        if (wanted == null) {
            if (wish.effort() != null) {
                losses.dropped(Feature.REASONING_EFFORT, "no such level");
            }
            return null;
        }
        long possible = Math.clamp(wanted, model.leastThinking(), most);
        if (wish.budget() == null && wish.effort() != null) {
            losses.approximated(Feature.REASONING_EFFORT, "as tokens");
        } else if (possible != wanted) {
            losses.approximated(Feature.REASONING_BUDGET, "as near as the model goes");
        }
        return possible;
    }

    /**
     * Whether thoughts are to be shown. Chat completions and Messages show them unless told otherwise; Gemini and Responses
     * only when asked.
     */
    private boolean shown(ReasoningWish wish) {
        if (wish.display() != null) {
            return !wish.display().equals("omitted") && !wish.off();
        }
        return !wish.off() && (client == Dialect.OPENAI_CHAT || client == Dialect.ANTHROPIC);
    }
}
