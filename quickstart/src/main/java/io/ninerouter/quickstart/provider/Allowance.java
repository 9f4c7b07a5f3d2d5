package io.ninerouter.quickstart.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much of its windows the account has used, as heads of answers tell it in each dialect. The account is one that was used
 * before, so that there is something to see from the first answer on, and that never comes near an end. Pure.
 *
 * @param requests that arrived since the provider has begun, this one included
 * @param begun when that was; all windows begin then, and anew each time they end
 * @param now this moment
 */
record Allowance(long requests, Instant begun, Instant now) {
    private static final long REQUESTS_A_DAY = 10_000;
    private static final long REQUESTS_BEFORE = 2_500;
    private static final long TOKENS_A_MINUTE = 2_000_000;
    private static final long MOST_PERCENT = 90;
    private static final Duration DAY = Duration.ofDays(1);

    /** OpenAI: of a day's requests and a minute's tokens ({@code x-ratelimit-*}); spans such as {@code 23h59m58s}. */
    Map<String, String> openAi() {
        long used = Math.min(REQUESTS_BEFORE + requests, REQUESTS_A_DAY * MOST_PERCENT / 100);
        Map<String, String> head = new LinkedHashMap<>();
        head.put("x-ratelimit-limit-requests", Long.toString(REQUESTS_A_DAY));
        head.put("x-ratelimit-remaining-requests", Long.toString(REQUESTS_A_DAY - used));
        head.put("x-ratelimit-reset-requests", span(Duration.between(now, end(DAY))));
        head.put("x-ratelimit-limit-tokens", Long.toString(TOKENS_A_MINUTE));
        head.put("x-ratelimit-remaining-tokens", Long.toString(TOKENS_A_MINUTE - 1));
        head.put("x-ratelimit-reset-tokens", "0s");
        return head;
    }

    /** Anthropic: of the five hours and seven days of a subscription ({@code anthropic-ratelimit-unified-*}). */
    Map<String, String> anthropic() {
        Map<String, String> head = new LinkedHashMap<>();
        head.put("anthropic-ratelimit-unified-status", "allowed");
        unified(head, "5h", Duration.ofHours(5), 40);
        unified(head, "7d", Duration.ofDays(7), 15);
        return head;
    }

    private void unified(Map<String, String> head, String window, Duration length, long percentBefore) {
        long percent = Math.min(percentBefore + requests / 100, MOST_PERCENT);
        String prefix = "anthropic-ratelimit-unified-" + window;
        head.put(prefix + "-status", "allowed");
        head.put(prefix + "-utilization", "0." + percent);
        head.put(prefix + "-reset", Long.toString(end(length).getEpochSecond()));
    }

    private Instant end(Duration length) {
        long over = Duration.between(begun, now).dividedBy(length);
        return begun.plus(length.multipliedBy(over + 1));
    }

    private static String span(Duration left) {
        return left.toHours() + "h" + left.toMinutesPart() + "m" + left.toSecondsPart() + "s";
    }
}
