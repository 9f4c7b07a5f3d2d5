package io.ninerouter.gateway.chat;

import java.util.Locale;

/** Which models understand each other's seals. */
public final class ModelFamily {
    private ModelFamily() {}

    /**
     * The family of a model, by its name: what comes before the first digit, dash or dot, without a vendor's prefix.
     * {@code anthropic/claude-opus-5} gives {@code claude}, {@code gpt-5.5}, {@code o4-mini} and {@code codex-mini} give
     * {@code gpt}.
     */
    public static String of(String model) {
        String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        // Bedrock writes anthropic.claude-…, Vertex claude-…@date.
        int claude = name.indexOf("claude");
        if (claude >= 0) {
            return "claude";
        }
        int end = 0;
        while (end < name.length() && Character.isLetter(name.charAt(end))) {
            end++;
        }
        String word = name.substring(0, end);
        return switch (word) {
            case "o", "codex", "chatgpt" -> "gpt";
            default -> word;
        };
    }
}
