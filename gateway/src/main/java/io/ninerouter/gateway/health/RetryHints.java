package io.ninerouter.gateway.health;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a provider that has refused wants to be asked again.
 *
 * <p>The first of these that says something counts: fields of Codex's body ({@code resets_in_seconds}, {@code resets_at});
 * {@code retry-after-ms}; {@code Retry-After}; Google's {@code RetryInfo}; the windows that are used up
 * ({@code anthropic-ratelimit-*}, {@code x-codex-*}, {@code x-ratelimit-*}), of several the last to be reset;
 * {@code x-ratelimit-reset-after}, {@code x-ratelimit-reset}, {@code ratelimit-reset}; the message ("reset after 1h2m3s",
 * "try again in 20s").
 *
 * @param delayMillis milliseconds from now, 0 to 31 days; null = it does not say
 * @param wholeAccount whether it says that the account is limited, not only the model at it
 */
public record RetryHints(@Nullable Long delayMillis, boolean wholeAccount) {
    /** It says nothing. */
    public static final RetryHints NONE = new RetryHints(null, false);

    private static final List<String> ANTHROPIC = List.of("requests", "tokens", "input-tokens", "output-tokens");
    private static final List<String> OPENAI = List.of("requests", "tokens");
    private static final List<String> PLAIN =
            List.of("x-ratelimit-reset-after", "x-ratelimit-reset", "ratelimit-reset");
    private static final Pattern IN_WORDS =
            Pattern.compile("(?:resets?|retry|again|available)\\s(?:after|in)\\s(?:about |approximately |~)?(?=\\d)");

    /**
     * Reads the head and the body of a refusal.
     *
     * @param headers gives the first value of a header by its lower-case name; null = not there
     */
    public static RetryHints of(UnaryOperator<@Nullable String> headers, Complaint said, long nowMillis) {
        Complaint.Due due = said.due();
        Long told = due == null ? null : RetryAfter.reset(due.value(), nowMillis);
        boolean account = accountIsOut(headers) || (due != null && due.account());
        if (due != null && due.account() && told != null) {
            return new RetryHints(told, true);
        }
        Long asked = RetryAfter.millis(headers.apply("retry-after-ms"));
        if (asked == null) {
            asked = RetryAfter.parse(headers.apply("retry-after"), nowMillis);
        }
        if (asked == null) {
            asked = told;
        }
        if (asked == null) {
            asked = usedUp(headers, nowMillis);
        }
        for (int i = 0; asked == null && i < PLAIN.size(); i++) {
            asked = RetryAfter.reset(headers.apply(PLAIN.get(i)), nowMillis);
        }
        return new RetryHints(asked == null ? inWords(said) : asked, account);
    }

    /** Subscriptions share their windows among all models, but for those that a model has of its own. */
    private static boolean accountIsOut(UnaryOperator<@Nullable String> headers) {
        if ("rejected".equals(headers.apply("anthropic-ratelimit-unified-status"))) {
            String claim = headers.apply("anthropic-ratelimit-unified-representative-claim");
            return claim == null || claim.equals("five_hour") || claim.equals("seven_day");
        }
        return codexIsOut(headers, "primary") || codexIsOut(headers, "secondary");
    }

    private static boolean codexIsOut(UnaryOperator<@Nullable String> headers, String window) {
        return atLeast(headers.apply("x-codex-" + window + "-used-percent"), 100);
    }

    private static @Nullable Long usedUp(UnaryOperator<@Nullable String> headers, long now) {
        Long last = null;
        if ("rejected".equals(headers.apply("anthropic-ratelimit-unified-status"))) {
            last = RetryAfter.reset(headers.apply("anthropic-ratelimit-unified-reset"), now);
        }
        for (String window : ANTHROPIC) {
            String prefix = "anthropic-ratelimit-" + window;
            if (isZero(headers.apply(prefix + "-remaining"))) {
                last = later(last, RetryAfter.reset(headers.apply(prefix + "-reset"), now));
            }
        }
        for (String window : OPENAI) {
            if (isZero(headers.apply("x-ratelimit-remaining-" + window))) {
                last = later(last, RetryAfter.reset(headers.apply("x-ratelimit-reset-" + window), now));
            }
        }
        for (String window : List.of("primary", "secondary")) {
            if (codexIsOut(headers, window)) {
                String after = headers.apply("x-codex-" + window + "-reset-after-seconds");
                String at = headers.apply("x-codex-" + window + "-reset-at");
                last = later(last, RetryAfter.reset(after == null ? at : after, now));
            }
        }
        return last != null ? last : withoutCounts(headers, now);
    }

    /** Some providers say when a window ends and not what is left in it. */
    private static @Nullable Long withoutCounts(UnaryOperator<@Nullable String> headers, long now) {
        Long last = null;
        for (String window : OPENAI) {
            if (headers.apply("x-ratelimit-remaining-" + window) == null) {
                last = later(last, RetryAfter.reset(headers.apply("x-ratelimit-reset-" + window), now));
            }
        }
        return last;
    }

    private static @Nullable Long later(@Nullable Long one, @Nullable Long other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Math.max(one, other);
    }

    private static boolean isZero(@Nullable String count) {
        return count != null && !atLeast(count, 1);
    }

    private static boolean atLeast(@Nullable String count, double bound) {
        try {
            return count != null && Double.parseDouble(count.strip()) >= bound;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** What the message alone says: milliseconds from now; null when it says nothing. */
    public static @Nullable Long inWords(Complaint said) {
        Matcher found = IN_WORDS.matcher(said.text());
        return found.find() ? RetryAfter.leadingSpan(said.text().substring(found.end())) : null;
    }
}
