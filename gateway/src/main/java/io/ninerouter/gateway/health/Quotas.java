package io.ninerouter.gateway.health;

import io.ninerouter.config.Credential;
import io.ninerouter.config.Signals.Spent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The windows of one account as they were last heard of. Thread-safe. */
final class Quotas {
    /** Providers name a handful; the names of Codex's are made of numbers that it sends. */
    private static final int MAX_WINDOWS = 8;

    private final Map<String, QuotaWindow> windows = new TreeMap<>();
    private volatile long behindUntil;
    private @Nullable Credential shown;

    /** What the account shows from now on: windows of another account are forgotten. */
    synchronized void of(@Nullable Credential credential) {
        Credential before = shown;
        if (before != null && credential != null && !before.isOfAccount(credential)) {
            windows.clear();
            behindUntil = 0;
        }
        shown = credential == null ? before : credential;
    }

    /** An answer to an account that is not shown any more teaches nothing: its request was under way. */
    synchronized void learn(@Nullable Credential credential, List<QuotaWindow> heard, long nowMillis) {
        Credential known = shown;
        if (known != null && credential != null && !known.isOfAccount(credential)) {
            return;
        }
        of(credential);
        for (QuotaWindow window : heard) {
            if (windows.size() < MAX_WINDOWS || windows.containsKey(window.window())) {
                windows.put(window.window(), window);
            }
        }
        windows.values().removeIf(window -> {
            Long end = window.resetsAtMillis();
            return end != null && end <= nowMillis;
        });
        behindUntil = windows.values().stream()
                .mapToLong(QuotaWindow::behindUntil)
                .max()
                .orElse(0);
    }

    /** Whether others should be asked first. */
    boolean nearlySpent(long nowMillis) {
        return nowMillis < behindUntil;
    }

    /** Whether something else was heard of a window later than the operator was told of it. */
    synchronized boolean knowsBetter(Spent told) {
        QuotaWindow window = windows.get(told.window());
        return window != null
                && window.seenAtMillis() > told.seenMillis()
                && window.usedPercent() < QuotaWindow.NEARLY_SPENT;
    }

    /** What people should be told, by name of the window. */
    synchronized List<QuotaWindow> told(long nowMillis) {
        return windows.values().stream()
                .filter(window -> window.tells(nowMillis))
                .toList();
    }
}
