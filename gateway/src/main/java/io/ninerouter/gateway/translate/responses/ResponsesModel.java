package io.ninerouter.gateway.translate.responses;

import io.ninerouter.gateway.codec.TargetModel;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a model's name tells about the one who answers. */
final class ResponsesModel {
    /** Families that others than OpenAI serve in this dialect; an unknown name may be a deployment of Azure's. */
    private static final Set<String> OTHERS = Set.of(
            "claude",
            "codestral",
            "command",
            "deepseek",
            "devstral",
            "doubao",
            "ernie",
            "gemini",
            "gemma",
            "glm",
            "granite",
            "grok",
            "hunyuan",
            "kimi",
            "llama",
            "magistral",
            "minimax",
            "ministral",
            "mistral",
            "moonshot",
            "nemotron",
            "nova",
            "olmo",
            "phi",
            "qwen",
            "qwq",
            "seed",
            "step",
            "yi");

    /** Bedrock writes {@code openai.gpt-5.6}. */
    private static final Pattern REASONS = Pattern.compile("(openai\\.)?(o[1-9]|gpt-([5-9]|[1-9][0-9])|codex).*");

    private ResponsesModel() {}

    /** Whether it is OpenAI's own: it takes what only OpenAI has, and refuses what only the others have. */
    static boolean isOpenAi(TargetModel target) {
        return !OTHERS.contains(target.family()) && !target.model().contains("gpt-oss");
    }

    /** Whether it is known to give its reasoning encrypted; OpenAI refuses the wish for the others. */
    static boolean seals(TargetModel target) {
        String name =
                target.model().substring(target.model().lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return isOpenAi(target) && REASONS.matcher(name).matches() && !name.contains("-chat");
    }
}
