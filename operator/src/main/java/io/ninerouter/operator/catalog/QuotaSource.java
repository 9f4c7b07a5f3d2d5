package io.ninerouter.operator.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Where an account's quotas can be asked for.
 *
 * @param kind the form of question and answer
 * @param url may hold placeholders like the provider's address
 */
public record QuotaSource(Kind kind, String url) {
    public QuotaSource {
        Copies.text("quota.url", url);
        if (kind == null) {
            throw new IllegalArgumentException("quota.kind: none (expected: one of the catalogue's)");
        }
    }

    /** A form of question and answer. */
    public enum Kind {
        /** Anthropic's {@code five_hour}, {@code seven_day} … with {@code utilization} in percent. */
        @JsonProperty("ClaudeUsage")
        CLAUDE_USAGE,
        /** ChatGPT's {@code rate_limit} with two windows. */
        @JsonProperty("CodexUsage")
        CODEX_USAGE,
        /** GitHub's {@code quota_snapshots}; asked with the login's token, not with Copilot's. */
        @JsonProperty("CopilotUser")
        COPILOT_USER,
        /** Cloud Code Assist's {@code quotaInfo} of each model. */
        @JsonProperty("CodeAssistModels")
        CODE_ASSIST_MODELS,
        /** Kiro's {@code usageBreakdownList}. */
        @JsonProperty("KiroUsage")
        KIRO_USAGE,
        /** OpenRouter's {@code data} with {@code limit} and {@code limit_remaining}. */
        @JsonProperty("OpenRouterKey")
        OPEN_ROUTER_KEY,
        /** DeepSeek's {@code balance_infos}. */
        @JsonProperty("DeepSeekBalance")
        DEEP_SEEK_BALANCE
    }
}
