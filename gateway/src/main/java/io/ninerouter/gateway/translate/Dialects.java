package io.ninerouter.gateway.translate;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.AnswerWatch;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.translate.anthropic.AnthropicErrors;
import io.ninerouter.gateway.translate.anthropic.AnthropicWatch;
import io.ninerouter.gateway.translate.gemini.GeminiErrors;
import io.ninerouter.gateway.translate.gemini.GeminiWatch;
import io.ninerouter.gateway.translate.openai.ChatErrors;
import io.ninerouter.gateway.translate.openai.ChatWatch;
import io.ninerouter.gateway.translate.responses.ResponsesErrors;
import io.ninerouter.gateway.translate.responses.ResponsesWatch;
import org.jspecify.annotations.Nullable;

/** What each dialect does its own way. Stateless. */
public final class Dialects {
    private Dialects() {}

    /**
     * The body of an error answer: JSON in the caller's dialect. The status and {@code Retry-After} are headers and for
     * the HTTP edge to send.
     *
     * @param requestId named where the dialect has a place for it
     */
    public static byte[] errorBody(Dialect dialect, ApiError error, @Nullable String requestId) {
        return switch (dialect) {
            case OPENAI_CHAT -> ChatErrors.body(error);
            case OPENAI_RESPONSES -> ResponsesErrors.body(error);
            case ANTHROPIC -> AnthropicErrors.body(error, requestId);
            case GEMINI -> GeminiErrors.body(error);
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw dialect.notClients();
        };
    }

    /**
     * An error as the only event of a stream that has said nothing yet, blank line included. In the middle of a stream it is
     * {@link ResponsePipe#failure}, which knows what was said.
     */
    public static byte[] errorEvent(Dialect dialect, ApiError error, @Nullable String requestId) {
        return watch(dialect, Framing.SSE).failure(error, requestId);
    }

    /** What reads along one answer. */
    static AnswerWatch watch(Dialect dialect, Framing framing) {
        return switch (dialect) {
            case OPENAI_CHAT -> new ChatWatch();
            case OPENAI_RESPONSES -> new ResponsesWatch();
            case ANTHROPIC -> new AnthropicWatch();
            case GEMINI ->
                new GeminiWatch(
                        switch (framing) {
                            case UNARY -> GeminiWatch.Shape.OBJECT;
                            case JSON_ARRAY -> GeminiWatch.Shape.ARRAY;
                            case SSE -> GeminiWatch.Shape.EVENTS;
                            case EVENT_STREAM, CONNECT, LINES -> throw framing.notClients();
                        });
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw dialect.notClients();
        };
    }
}
