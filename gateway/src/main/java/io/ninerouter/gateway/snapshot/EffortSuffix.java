package io.ninerouter.gateway.snapshot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name that says how hard the model shall think, {@code gpt-5.3-codex-high}: callers of ChatGPT's backend write so, the
 * backend itself knows the model without it.
 *
 * @param model the name without it
 * @param effort {@code none}, {@code low}, {@code medium}, {@code high} or {@code xhigh}; null = the name does not say
 */
public record EffortSuffix(String model, @Nullable String effort) {
    private static final List<String> EFFORTS = List.of("none", "low", "medium", "high", "xhigh");

    /** Takes a name apart. */
    public static EffortSuffix of(String name) {
        for (String effort : EFFORTS) {
            int end = name.length() - effort.length() - 1;
            if (end > 0 && name.charAt(end) == '-' && name.endsWith(effort)) {
                return new EffortSuffix(name.substring(0, end), effort);
            }
        }
        return new EffortSuffix(name, null);
    }
}
