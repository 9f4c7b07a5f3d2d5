package io.ninerouter.operator.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where an account's models can be asked for.
 *
 * @param kind the form of question and answer
 * @param url may hold placeholders like the provider's address; null = {@code /models} below that address ({@link Kind#NONE}:
 *     nowhere)
 */
public record ModelSource(Kind kind, @Nullable String url) {
    public ModelSource {
        if (kind == null) {
            throw new IllegalArgumentException("modelList.kind: none (expected: one of the catalogue's)");
        }
    }

    /** A form of question and answer. */
    public enum Kind {
        /** {@code {data: [{id}]}}: OpenAI's, Anthropic's and those of most. */
        @JsonProperty("OpenAI")
        OPEN_AI,
        /** {@code {models: [{name: models/…}]}}, page by page. */
        @JsonProperty("Gemini")
        GEMINI,
        /** {@code {models: [{name}]}} below {@code /tags}. */
        @JsonProperty("Ollama")
        OLLAMA,
        /** A list without an envelope: {@code [{id}]}. */
        @JsonProperty("Bare")
        BARE,
        /** GitHub's: as OpenAI's, with {@code capabilities}, {@code policy} and {@code supported_endpoints}. */
        @JsonProperty("Copilot")
        COPILOT,
        /** Cloud Code Assist's {@code fetchAvailableModels}, by POST. */
        @JsonProperty("CodeAssist")
        CODE_ASSIST,
        /** Kiro's {@code ListAvailableModels}, by POST. */
        @JsonProperty("Kiro")
        KIRO,
        /** Amazon Bedrock's {@code ListFoundationModels}. */
        @JsonProperty("Bedrock")
        BEDROCK,
        /** Cohere's {@code {models: [{name}]}} with {@code endpoints}. */
        @JsonProperty("Cohere")
        COHERE,
        /** There is none. */
        @JsonProperty("None")
        NONE
    }
}
