package io.ninerouter.gateway.dispatch;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.translate.Framing;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The addresses of each dialect below a provider's base address. Stateless. */
final class Endpoints {
    private Endpoints() {}

    /**
     * Where a request goes below its provider's address: a path, for Gemini with a query.
     *
     * @param model in the path for Gemini, percent-encoded where needed, slashes stay; for Bedrock, where ARNs are names of
     *     models, slashes and colons are encoded too
     * @param framing Gemini: {@code streamGenerateContent} unless unary, with {@code alt=sse} for events
     * @throws IllegalArgumentException when the dialect has no such action
     */
    static String of(Dialect dialect, Action action, String model, Framing framing) {
        return switch (dialect) {
            case OPENAI_CHAT -> openAiChat(action);
            case OPENAI_RESPONSES -> openAiResponses(action);
            case ANTHROPIC -> anthropic(action);
            case GEMINI -> "/models/" + encode(model) + gemini(action, framing);
            case CODE_ASSIST -> codeAssist(action, framing);
            case KIRO -> kiro(action);
            case CURSOR -> cursor(action);
            case BEDROCK_CONVERSE -> "/model/" + encodeAll(model) + bedrockConverse(action, framing);
            case OLLAMA -> ollama(action);
        };
    }

    /** Whether servers of a dialect want HTTP/2, so that it is offered to them; the others have HTTP/1.1. */
    static boolean http2(Dialect dialect) {
        return switch (dialect) {
            case CURSOR -> true;
            case OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC, GEMINI, CODE_ASSIST, KIRO, BEDROCK_CONVERSE, OLLAMA -> false;
        };
    }

    private static String openAiChat(Action action) {
        return switch (action) {
            case GENERATE -> "/chat/completions";
            case EMBED -> "/embeddings";
            case COUNT_TOKENS, COMPACT, EMBED_BATCH -> throw none(Dialect.OPENAI_CHAT, action);
        };
    }

    private static String openAiResponses(Action action) {
        return switch (action) {
            case GENERATE -> "/responses";
            case COMPACT -> "/responses/compact";
            case COUNT_TOKENS, EMBED, EMBED_BATCH -> throw none(Dialect.OPENAI_RESPONSES, action);
        };
    }

    private static String anthropic(Action action) {
        return switch (action) {
            case GENERATE -> "/messages";
            case COUNT_TOKENS -> "/messages/count_tokens";
            case COMPACT, EMBED, EMBED_BATCH -> throw none(Dialect.ANTHROPIC, action);
        };
    }

    private static String gemini(Action action, Framing framing) {
        return switch (action) {
            case GENERATE ->
                switch (framing) {
                    case UNARY -> ":generateContent";
                    case SSE -> ":streamGenerateContent?alt=sse";
                    case JSON_ARRAY -> ":streamGenerateContent";
                    case EVENT_STREAM, CONNECT, LINES -> throw framing.notClients();
                };
            case COUNT_TOKENS -> ":countTokens";
            case EMBED -> ":embedContent";
            case EMBED_BATCH -> ":batchEmbedContents";
            case COMPACT -> throw none(Dialect.GEMINI, action);
        };
    }

    /** The model is in the body; arrays of chunks are not asked for. */
    private static String codeAssist(Action action, Framing framing) {
        return switch (action) {
            case GENERATE -> framing == Framing.UNARY ? ":generateContent" : ":streamGenerateContent?alt=sse";
            // Its :countTokens knows neither instructions nor tools: an estimate of all that is sent is nearer.
            case COUNT_TOKENS, COMPACT, EMBED, EMBED_BATCH -> throw none(Dialect.CODE_ASSIST, action);
        };
    }

    private static String ollama(Action action) {
        return switch (action) {
            case GENERATE -> "/chat";
            case COUNT_TOKENS, COMPACT, EMBED, EMBED_BATCH -> throw none(Dialect.OLLAMA, action);
        };
    }

    private static String kiro(Action action) {
        return switch (action) {
            case GENERATE -> "/generateAssistantResponse";
            case COUNT_TOKENS, COMPACT, EMBED, EMBED_BATCH -> throw none(Dialect.KIRO, action);
        };
    }

    private static String bedrockConverse(Action action, Framing framing) {
        return switch (action) {
            case GENERATE -> framing == Framing.UNARY ? "/converse" : "/converse-stream";
            case COUNT_TOKENS, COMPACT, EMBED, EMBED_BATCH -> throw none(Dialect.BEDROCK_CONVERSE, action);
        };
    }

    private static String encodeAll(String model) {
        return URLEncoder.encode(model, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String cursor(Action action) {
        return switch (action) {
            case GENERATE -> "/aiserver.v1.ChatService/StreamUnifiedChatWithTools";
            case COUNT_TOKENS, COMPACT, EMBED, EMBED_BATCH -> throw none(Dialect.CURSOR, action);
        };
    }

    private static String encode(String model) {
        for (int i = 0; i < model.length(); i++) {
            char c = model.charAt(i);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-._~/@:".indexOf(c) >= 0);
            if (!plain) {
                return URLEncoder.encode(model, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("%2F", "/");
            }
        }
        return model;
    }

    private static IllegalArgumentException none(Dialect dialect, Action action) {
        return new IllegalArgumentException("action: " + action + " (expected: one that " + dialect + " has)");
    }
}
