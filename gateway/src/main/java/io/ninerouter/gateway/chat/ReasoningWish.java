package io.ninerouter.gateway.chat;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How much the model should think, and what to show of it. Dialects say it as a word, as a number or leave it to the model:
 * each keeps its own way here, and {@link #effortWord} and {@link #budgetTokens} convert.
 *
 * @param mode what was asked; null = nothing, or only {@code effort}
 * @param effort open word: {@code minimal}, {@code low}, {@code medium}, {@code high}, {@code xhigh}, {@code max}, …
 * @param budget tokens, with {@link Mode#BUDGET}
 * @param display what to show: {@code auto}, {@code concise}, {@code detailed} (Responses), {@code summarized},
 *     {@code omitted} (Anthropic), {@code thoughts} (Gemini's includeThoughts); null = not said
 */
public record ReasoningWish(
        @Nullable Mode mode,
        @Nullable String effort,
        @Nullable Long budget,
        @Nullable String display) {
    /** Nothing said. */
    public static final ReasoningWish NONE = new ReasoningWish(null, null, null, null);

    private static final String[] WORDS = {"minimal", "low", "medium", "high", "xhigh"};
    private static final long[] BUDGETS = {1_024, 4_096, 8_192, 16_384, 32_768};

    public ReasoningWish {
        if ((mode == Mode.BUDGET) != (budget != null)) {
            throw new IllegalArgumentException("reasoning: mode " + mode + " with budget " + budget
                    + " (expected: a budget with mode BUDGET, and only then)");
        }
    }

    /** By a word; {@code none} switches reasoning off. */
    public static ReasoningWish ofEffort(String effort) {
        return effort.equals("none")
                ? new ReasoningWish(Mode.OFF, null, null, null)
                : new ReasoningWish(null, effort, null, null);
    }

    /** Whether nothing was said. */
    public boolean isEmpty() {
        return mode == null && effort == null && display == null;
    }

    /** Whether reasoning is to be off. */
    public boolean off() {
        return mode == Mode.OFF;
    }

    /** The wish as a word: {@code none} when off; the nearest at or above a budget; null when left to the model. */
    public @Nullable String effortWord() {
        if (off()) {
            return "none";
        }
        if (effort != null || budget == null) {
            return effort;
        }
        for (int i = 0; i < BUDGETS.length; i++) {
            if (budget <= BUDGETS[i]) {
                return WORDS[i];
            }
        }
        return WORDS[WORDS.length - 1];
    }

    /** The wish as tokens: 0 when off; null when left to the model or the word is not known. */
    public @Nullable Long budgetTokens() {
        if (off()) {
            return 0L;
        }
        if (budget != null || effort == null) {
            return budget;
        }
        String word = effort.toLowerCase(Locale.ROOT);
        for (int i = 0; i < WORDS.length; i++) {
            if (WORDS[i].equals(word)) {
                return BUDGETS[i];
            }
        }
        return word.equals("max") ? Long.valueOf(BUDGETS[BUDGETS.length - 1]) : null;
    }

    /** Ways to ask. */
    public enum Mode {
        /** Do not think. */
        OFF,
        /** Think as much as the matter needs. */
        ADAPTIVE,
        /** Think up to so many tokens. */
        BUDGET,
        /** Think; how much was not said. */
        ON
    }
}
