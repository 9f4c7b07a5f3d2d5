package io.ninerouter.gateway.health;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the head of an answer tells of an account's windows, be the answer good or not:
 *
 * <ul>
 *   <li>Claude subscriptions: {@code anthropic-ratelimit-unified-5h-utilization} (0 to 1) and {@code -reset}, {@code -7d-…}.
 *   <li>Codex: {@code x-codex-primary-used-percent}, {@code -window-minutes}, {@code -reset-after-seconds} or {@code -reset-at},
 *       {@code -secondary-…}.
 *   <li>Anthropic: {@code anthropic-ratelimit-requests-limit}, {@code -remaining}, {@code -reset}, and the same of tokens.
 *   <li>OpenAI and those who imitate it: {@code x-ratelimit-limit-requests}, {@code -remaining-…}, {@code -reset-…}.
 * </ul>
 *
 * <p>What cannot be read is left out. Pure.
 */
public final class QuotaHints {
    private static final List<String> PREFIXES = List.of("x-ratelimit-", "x-codex-", "anthropic-ratelimit-");
    private static final List<String> UNIFIED = List.of("5h", "7d");
    private static final List<String> ANTHROPIC = List.of("requests", "tokens", "input-tokens", "output-tokens");
    private static final List<String> OPENAI = List.of("requests", "tokens");
    private static final long MINUTE = 60_000;

    private QuotaHints() {}

    /** Whether a header may tell something, by its name in whatever case. */
    public static boolean mayTell(CharSequence name) {
        for (String prefix : PREFIXES) {
            if (begins(name, prefix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean begins(CharSequence name, String prefix) {
        if (name.length() < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (Character.toLowerCase(name.charAt(i)) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The windows that a head tells of, in no order.
     *
     * @param headers gives the first value of a header by its lower-case name; null = not there
     */
    public static List<QuotaWindow> of(Function<String, @Nullable String> headers, long nowMillis) {
        List<QuotaWindow> windows = new ArrayList<>();
        for (String window : UNIFIED) {
            String prefix = "anthropic-ratelimit-unified-" + window;
            Double used = number(headers.apply(prefix + "-utilization"));
            add(windows, window, used == null ? null : used * 100, headers.apply(prefix + "-reset"), nowMillis, true);
        }
        codex(windows, "primary", "5h", headers, nowMillis);
        codex(windows, "secondary", "7d", headers, nowMillis);
        for (String counted : ANTHROPIC) {
            String prefix = "anthropic-ratelimit-" + counted;
            Double used = used(headers.apply(prefix + "-limit"), headers.apply(prefix + "-remaining"));
            add(windows, counted, used, headers.apply(prefix + "-reset"), nowMillis, false);
        }
        for (String counted : OPENAI) {
            Double used = used(
                    headers.apply("x-ratelimit-limit-" + counted), headers.apply("x-ratelimit-remaining-" + counted));
            add(windows, counted, used, headers.apply("x-ratelimit-reset-" + counted), nowMillis, false);
        }
        return windows;
    }

    private static void codex(
            List<QuotaWindow> windows,
            String which,
            String usually,
            Function<String, @Nullable String> headers,
            long nowMillis) {
        String prefix = "x-codex-" + which;
        String after = headers.apply(prefix + "-reset-after-seconds");
        Double minutes = number(headers.apply(prefix + "-window-minutes"));
        add(
                windows,
                minutes == null || minutes < 1 ? usually : length(minutes.longValue()),
                number(headers.apply(prefix + "-used-percent")),
                after == null ? headers.apply(prefix + "-reset-at") : after,
                nowMillis,
                true);
    }

    private static String length(long minutes) {
        long hours = minutes / 60;
        if (hours == 0 || minutes % 60 != 0) {
            return minutes + "m";
        }
        return hours % 24 == 0 ? hours / 24 + "d" : hours + "h";
    }

    private static void add(
            List<QuotaWindow> windows,
            String window,
            @Nullable Double percent,
            @Nullable String reset,
            long nowMillis,
            boolean wholeAccount) {
        if (percent == null) {
            return;
        }
        Long in = RetryAfter.reset(reset, nowMillis);
        int used = (int) Math.clamp(Math.floor(percent), 0, 100);
        windows.add(new QuotaWindow(window, used, in == null ? null : moment(in, nowMillis), nowMillis, wholeAccount));
    }

    /** Seconds from now are a little later each time: a moment that is far off must stay the same. */
    private static long moment(long in, long nowMillis) {
        long at = nowMillis + in;
        return in > MINUTE ? Math.round((double) at / MINUTE) * MINUTE : at;
    }

    private static @Nullable Double used(@Nullable String limit, @Nullable String remaining) {
        Double all = number(limit);
        Double left = number(remaining);
        return all == null || left == null || all <= 0 ? null : (1 - left / all) * 100;
    }

    private static @Nullable Double number(@Nullable String text) {
        if (text == null || text.length() > 32) {
            return null;
        }
        try {
            double number = Double.parseDouble(text.strip());
            return number >= 0 && Double.isFinite(number) ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
