package io.ninerouter.gateway.translate.claude;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model that speaks this dialect takes, as far as its name tells. The API refuses requests with what the model does
 * not take, so translation has to know. Models of other vendors behind this dialect take the plain old form.
 *
 * <p>Source: the vendor's pages on extended and adaptive thinking, structured outputs and mid-conversation system messages,
 * November 2026.
 *
 * @param claude whether it is a Claude model at all
 * @param version major and minor as {@code 100 * major + minor}; of a Claude without a number, the newest
 * @param alwaysThinks whether thinking cannot be switched off (Fable, Mythos)
 * @param trusted whether the client speaks this dialect to a model that we know nothing of: then it knows what to ask for
 */
public record ClaudeModel(boolean claude, int version, boolean alwaysThinks, boolean trusted) {
    private static final int NEWEST = 9_999;
    /** {@code claude-3-5-sonnet-20241022}, {@code claude-opus-4-8}, {@code claude-sonnet-4@20250514}, {@code claude-4.7-opus}. */
    private static final Pattern VERSION = Pattern.compile("(?<!\\d)(\\d{1,2})(?:[-.](\\d{1,2}))?(?!\\d)");

    /**
     * By its name.
     *
     * @param own whether the client speaks this dialect
     */
    public static ClaudeModel of(String model, boolean own) {
        String name = model.toLowerCase(Locale.ROOT);
        int at = name.indexOf("claude");
        if (at < 0) {
            return new ClaudeModel(false, 0, false, own);
        }
        String rest = name.substring(at);
        boolean always = rest.contains("fable") || rest.contains("mythos");
        Matcher number = VERSION.matcher(rest);
        if (!number.find()) {
            return new ClaudeModel(true, NEWEST, always, false);
        }
        int minor = number.group(2) == null ? 0 : Integer.parseInt(number.group(2));
        return new ClaudeModel(true, 100 * Integer.parseInt(number.group(1)) + minor, always, false);
    }

    /** {@code thinking: {type: adaptive}} and {@code output_config.effort}. */
    public boolean adaptive() {
        return trusted || (claude && (version >= 406 || alwaysThinks));
    }

    /** {@code thinking: {type: enabled, budget_tokens}}. */
    public boolean budgets() {
        return !alwaysThinks && version <= 406 && (!claude || version >= 307);
    }

    /** {@code output_config.effort}, with adaptive thinking or without any. */
    public boolean effort() {
        return trusted || (claude && version >= 405);
    }

    /** {@code temperature}, {@code top_p}, {@code top_k}. */
    public boolean sampling() {
        return !alwaysThinks && version < 407;
    }

    /** {@code temperature} and {@code top_p} in one request. */
    public boolean bothSamplings() {
        return !claude || version < 401;
    }

    /** {@code role: system} in the middle of the conversation. */
    public boolean systemInPlace() {
        return trusted || (claude && version >= 408);
    }

    /** A last message of the assistant, which the answer goes on from. */
    public boolean prefill() {
        return !alwaysThinks && version < 406;
    }

    /** {@code output_config.format} and {@code strict} tools. */
    public boolean structured() {
        return trusted || (claude && (version >= 405 || version == 401));
    }

    /** The limit to ask for when neither the client nor the model's facts name one: the field is required. */
    public long fallbackMaxTokens() {
        if (!claude || version >= 307) {
            return 32_000;
        }
        return version >= 305 ? 8_192 : 4_096;
    }
}
