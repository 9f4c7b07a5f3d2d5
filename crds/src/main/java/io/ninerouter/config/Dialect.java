package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A wire format that clients or providers speak. Wire names are those of {@code ProviderNode.spec.dialect}. */
public enum Dialect {
    /** OpenAI chat completions: {@code POST /chat/completions}. */
    @JsonProperty("OpenAIChat")
    OPENAI_CHAT,
    /** OpenAI Responses: {@code POST /responses}. */
    @JsonProperty("OpenAIResponses")
    OPENAI_RESPONSES,
    /** Anthropic Messages: {@code POST /messages}. */
    @JsonProperty("Anthropic")
    ANTHROPIC,
    /** Gemini: {@code POST /models/{model}:generateContent} and {@code :streamGenerateContent}. */
    @JsonProperty("Gemini")
    GEMINI
}
