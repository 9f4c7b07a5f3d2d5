package io.ninerouter.gateway.chat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a bill depends on beside the number of tokens, as far as an answer tells it.
 *
 * @param audio tokens of sound, each of them counted among all tokens too
 * @param image tokens of pictures, likewise
 * @param searches web searches that the provider ran; at least 0
 * @param tiers how the answer was served where that was not as usual, in lower case: a service tier ({@code flex}), a speed
 *     ({@code fast}), a place ({@code us})
 * @param costUsd what the provider says that the answer costs, at least 0; null when it does not say
 */
public record Billing(
        MediaTokens audio,
        MediaTokens image,
        long searches,
        List<String> tiers,
        @Nullable BigDecimal costUsd) {
    /** Nothing. */
    public static final Billing NONE = new Billing(MediaTokens.NONE, MediaTokens.NONE, 0, List.of(), null);

    private static final int LONGEST_TIER = 32;
    /** What providers call it when nothing is special. Groq says {@code on_demand}, Anthropic does not tell older models' place. */
    private static final Set<String> USUAL =
            Set.of("", "auto", "default", "standard", "standard_only", "on_demand", "scale", "global", "not_available");

    public Billing {
        if (searches < 0) {
            throw new IllegalArgumentException("searches: " + searches + " (expected: >= 0)");
        }
        if (costUsd != null && costUsd.signum() < 0) {
            throw new IllegalArgumentException("costUsd: " + costUsd + " (expected: >= 0)");
        }
        tiers = List.copyOf(tiers);
    }

    /** What a provider says that an answer costs; NONE when it does not say. */
    public static Billing ofCost(@Nullable BigDecimal usd) {
        return usd == null || usd.signum() < 0
                ? NONE
                : new Billing(MediaTokens.NONE, MediaTokens.NONE, 0, List.of(), usd);
    }

    /** The same with tokens of another kind than text. */
    public Billing withMedia(MediaTokens sound, MediaTokens pictures) {
        return sound.isNone() && pictures.isNone() ? this : new Billing(sound, pictures, searches, tiers, costUsd);
    }

    /** The same with so many searches; nonsense counts as none. */
    public Billing withSearches(long number) {
        return number <= 0 ? this : new Billing(audio, image, number, tiers, costUsd);
    }

    /** The same, served in one more way; the usual ways, and what is no short word, say nothing. */
    public Billing served(@Nullable String how) {
        String word = how == null ? "" : how.toLowerCase(Locale.ROOT);
        if (word.length() > LONGEST_TIER || USUAL.contains(word) || tiers.contains(word)) {
            return this;
        }
        List<String> more = new ArrayList<>(tiers);
        more.add(word);
        return new Billing(audio, image, searches, more, costUsd);
    }

    /** Both together. */
    Billing plus(Billing other) {
        if (other.equals(NONE)) {
            return this;
        }
        BigDecimal one = costUsd;
        BigDecimal two = other.costUsd;
        Billing sum = new Billing(
                audio.plus(other.audio),
                image.plus(other.image),
                searches + other.searches,
                tiers,
                one == null ? two : two == null ? one : one.add(two));
        for (String tier : other.tiers) {
            sum = sum.served(tier);
        }
        return sum;
    }

    /** The same, cut to what is possible among so many tokens. */
    Billing within(long input, long cacheRead, long output) {
        if (audio.isNone() && image.isNone()) {
            return this;
        }
        MediaTokens sound = audio.within(input, cacheRead, output);
        MediaTokens pictures =
                image.within(input - sound.input(), cacheRead - sound.cacheRead(), output - sound.output());
        return new Billing(sound, pictures, searches, tiers, costUsd);
    }

    /**
     * Tokens of one kind.
     *
     * @param input prompt tokens that no cache held; at least 0
     * @param cacheRead prompt tokens read from a cache; at least 0
     * @param output generated tokens; at least 0
     */
    public record MediaTokens(long input, long cacheRead, long output) {
        /** Nothing. */
        public static final MediaTokens NONE = new MediaTokens(0, 0, 0);

        public MediaTokens {
            if (input < 0 || cacheRead < 0 || output < 0) {
                throw new IllegalArgumentException(
                        "tokens: " + input + ", " + cacheRead + ", " + output + " (expected: >= 0)");
            }
        }

        /** From a prompt total that includes cached tokens; nonsense is cut to what is possible. */
        public static MediaTokens ofTotals(long prompt, long cacheRead, long output) {
            long total = Math.max(0, prompt);
            long read = Math.clamp(cacheRead, 0, total);
            return total == 0 && output <= 0 ? NONE : new MediaTokens(total - read, read, Math.max(0, output));
        }

        private boolean isNone() {
            return input == 0 && cacheRead == 0 && output == 0;
        }

        private MediaTokens plus(MediaTokens other) {
            return new MediaTokens(input + other.input, cacheRead + other.cacheRead, output + other.output);
        }

        private MediaTokens within(long mostInput, long mostRead, long mostOutput) {
            return new MediaTokens(
                    Math.min(input, mostInput), Math.min(cacheRead, mostRead), Math.min(output, mostOutput));
        }
    }
}
