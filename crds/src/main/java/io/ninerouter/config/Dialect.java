package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.Stream;

/**
 * A wire format. Clients speak four of them ({@link #CLIENTS}); providers speak those and some more. Wire names are those of
 * {@code ProviderNode.spec.dialect}.
 */
public enum Dialect {
    /** OpenAI chat completions: {@code POST /chat/completions}. */
    @JsonProperty("OpenAIChat")
    OPENAI_CHAT(true),
    /** OpenAI Responses: {@code POST /responses}. */
    @JsonProperty("OpenAIResponses")
    OPENAI_RESPONSES(true),
    /** Anthropic Messages: {@code POST /messages}. */
    @JsonProperty("Anthropic")
    ANTHROPIC(true),
    /** Gemini: {@code POST /models/{model}:generateContent} and {@code :streamGenerateContent}. */
    @JsonProperty("Gemini")
    GEMINI(true),
    /** Gemini within the envelope of Cloud Code Assist: {@code POST :generateContent} and {@code :streamGenerateContent}. */
    @JsonProperty("CodeAssist")
    CODE_ASSIST(false),
    /** Kiro: {@code POST /generateAssistantResponse}, answered by an AWS event stream. */
    @JsonProperty("Kiro")
    KIRO(false),
    /** Cursor: a Connect stream of protobuf messages. */
    @JsonProperty("Cursor")
    CURSOR(false),
    /** Amazon Bedrock: {@code POST /model/{model}/converse} and {@code /converse-stream}. */
    @JsonProperty("BedrockConverse")
    BEDROCK_CONVERSE(false),
    /** Ollama: {@code POST /chat}, answered by one JSON text or by one a line. */
    @JsonProperty("Ollama")
    OLLAMA(false);

    /** Those that clients speak. */
    public static final List<Dialect> CLIENTS =
            Stream.of(values()).filter(Dialect::isClients).toList();

    private final boolean clients;

    Dialect(boolean clients) {
        this.clients = clients;
    }

    /** Whether clients speak it; the others are spoken by providers alone. */
    public boolean isClients() {
        return clients;
    }

    /** What to throw where a client's dialect is expected and another came: a mistake in the program. */
    public IllegalArgumentException notClients() {
        return new IllegalArgumentException("dialect: " + this + " (expected: one of " + CLIENTS + ")");
    }
}
