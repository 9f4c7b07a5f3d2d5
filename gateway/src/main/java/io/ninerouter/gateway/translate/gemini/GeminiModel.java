package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.codec.TargetModel;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model can do, as far as its name tells: Google refuses requests that ask an older model for what a newer one has.
 *
 * @param name in lower case
 * @param version 205 for 2.5; 0 = the name has none, which is taken for a current model
 * @param endpoint where it is asked
 */
record GeminiModel(String name, int version, GeminiEndpoint endpoint) {
    /** The least budget that Anthropic's models take. */
    private static final long FOREIGN_LEAST = 1_024;

    private static final Pattern VERSION = Pattern.compile("gemini-(\\d{1,3})(?:\\.(\\d{1,2}))?(?![\\d.])");

    static GeminiModel of(TargetModel target) {
        String name = target.model().toLowerCase(Locale.ROOT);
        GeminiEndpoint endpoint = GeminiEndpoint.of(target.profile());
        Matcher matcher = VERSION.matcher(name);
        if (!matcher.find()) {
            return new GeminiModel(name, 0, endpoint);
        }
        int minor = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        return new GeminiModel(name, Integer.parseInt(matcher.group(1)) * 100 + minor, endpoint);
    }

    /** Whether it knows {@code thinkingConfig}. */
    boolean thinks() {
        return since(205) || name.contains("thinking");
    }

    /** Whether this is said by a level; otherwise by tokens, which newer models still understand. */
    boolean thinksByLevel(ReasoningWish wish) {
        return version >= 300 || (version == 0 && !isForeign() && wish.effort() != null && wish.budget() == null);
    }

    /** Whether it insists on the signatures of the calls it made. */
    boolean needsSignatures() {
        return version >= 300;
    }

    /** Whether results of functions can hold media. */
    boolean mediaInResults() {
        return version >= 300;
    }

    /** Whether JSON output can be asked for beside functions. */
    boolean jsonBesideFunctions() {
        return since(300);
    }

    /** Whether it takes JSON Schema for its output; otherwise only Google's own form of it. */
    boolean jsonSchema() {
        return since(205) && endpoint.jsonSchema();
    }

    /** The fewest thinking tokens that it can be held to; 0 = thinking can be off. */
    long leastThinking() {
        if (isForeign()) {
            return FOREIGN_LEAST;
        }
        if (version == 205 && isPro()) {
            return 128;
        }
        return 0;
    }

    /** The most thinking tokens that can be asked for. */
    long mostThinking() {
        if (isForeign()) {
            // Models of others count thoughts into the output, and refuse a budget that leaves nothing of it.
            Long most = endpoint.mostOutput();
            return most == null ? 32_768 : most / 2;
        }
        return version == 205 && !isPro() ? 24_576 : 32_768;
    }

    /** Whether it is of the larger kind, which cannot stop thinking. */
    boolean isPro() {
        return name.contains("pro");
    }

    /** Whether it is one of another vendor, which Google only serves. */
    boolean isForeign() {
        return name.contains("claude") || name.contains("gpt");
    }

    private boolean since(int first) {
        return version == 0 || version >= first;
    }
}
