package io.ninerouter.gateway.tokens;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.StopReason;
import io.ninerouter.gateway.frame.JsonText;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where answers of the dialects have what was said and why they ended: in the events of a stream and in one piece. What an
 * event repeats (Responses tells all of an item again when it is done) is not looked into.
 */
final class AnswerMembers {
    private static final String ENCRYPTED = "encrypted_content";

    private AnswerMembers() {}

    /** What a member of an answer is. */
    enum Role {
        /** Nothing that is looked for. */
        NOTHING,
        /** An object that has it. */
        WAY,
        /** An array of objects that have it. */
        WAYS,
        /** Text of the model, or arguments of its calls as an object. */
        TEXT,
        /** The name of a tool that is called. */
        CALL,
        /** Why the answer ended. */
        FINISH,
        /** What the model has sealed a thought or a part with. */
        SEAL,
        /** An object that tells again what was said, and has a seal. */
        SEALED
    }

    /** @param depth objects around the member; 1 = the outermost */
    static Role role(Dialect dialect, int depth, byte[] data, int from, int to) {
        return switch (dialect) {
            case OPENAI_CHAT -> chat(data, from, to);
            case OPENAI_RESPONSES -> responses(depth, data, from, to);
            case ANTHROPIC -> anthropic(depth, data, from, to);
            case GEMINI -> gemini(data, from, to);
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> throw dialect.notClients();
        };
    }

    private static Role chat(byte[] data, int from, int to) {
        if (is("choices", data, from, to) || is("tool_calls", data, from, to)) {
            return Role.WAYS;
        }
        if (is("delta", data, from, to) || is("message", data, from, to) || is("function", data, from, to)) {
            return Role.WAY;
        }
        if (is("finish_reason", data, from, to)) {
            return Role.FINISH;
        }
        if (is("name", data, from, to)) {
            return Role.CALL;
        }
        boolean text = is("content", data, from, to)
                || is("reasoning_content", data, from, to)
                || is("reasoning", data, from, to)
                || is("arguments", data, from, to)
                || is("refusal", data, from, to)
                || is("text", data, from, to);
        return text ? Role.TEXT : Role.NOTHING;
    }

    private static Role anthropic(int depth, byte[] data, int from, int to) {
        if (is("delta", data, from, to) || is("content_block", data, from, to)) {
            return Role.WAY;
        }
        if (is("content", data, from, to)) {
            return depth == 1 ? Role.WAYS : Role.NOTHING;
        }
        if (is("stop_reason", data, from, to)) {
            return Role.FINISH;
        }
        if (is("name", data, from, to)) {
            return Role.CALL;
        }
        if (is("signature", data, from, to) || is("data", data, from, to)) {
            return Role.SEAL;
        }
        boolean text = is("text", data, from, to)
                || is("thinking", data, from, to)
                || is("partial_json", data, from, to)
                || is("input", data, from, to);
        return text ? Role.TEXT : Role.NOTHING;
    }

    private static Role gemini(byte[] data, int from, int to) {
        if (is("candidates", data, from, to) || is("parts", data, from, to)) {
            return Role.WAYS;
        }
        if (is("content", data, from, to) || is("functionCall", data, from, to)) {
            return Role.WAY;
        }
        if (is("finishReason", data, from, to)) {
            return Role.FINISH;
        }
        if (is("name", data, from, to)) {
            return Role.CALL;
        }
        if (is("thoughtSignature", data, from, to)) {
            return Role.SEAL;
        }
        return is("text", data, from, to) || is("args", data, from, to) ? Role.TEXT : Role.NOTHING;
    }

    private static Role responses(int depth, byte[] data, int from, int to) {
        if (depth == 1) {
            if (is("item", data, from, to)) {
                return Role.SEALED;
            }
            return is("delta", data, from, to)
                    ? Role.TEXT
                    : is("response", data, from, to)
                            ? Role.WAY
                            : is("output", data, from, to) ? Role.WAYS : ended(data, from, to);
        }
        if (depth == 2 && is(ENCRYPTED, data, from, to)) {
            return Role.SEAL;
        }
        // An event has the answer in "response", which tells again what its deltas have told: only its end is looked
        // for.
        if (is("content", data, from, to) || is("summary", data, from, to)) {
            return Role.WAYS;
        }
        if (is("name", data, from, to)) {
            return Role.CALL;
        }
        boolean text = is("text", data, from, to) || is("arguments", data, from, to) || is("input", data, from, to);
        return text ? Role.TEXT : depth == 2 ? ended(data, from, to) : Role.NOTHING;
    }

    /** What a member of an object that tells again what was said is. */
    static Role told(byte[] data, int from, int to) {
        return is(ENCRYPTED, data, from, to) ? Role.SEAL : Role.NOTHING;
    }

    private static Role ended(byte[] data, int from, int to) {
        if (is("incomplete_details", data, from, to)) {
            return Role.WAY;
        }
        return is("status", data, from, to) || is("reason", data, from, to) ? Role.FINISH : Role.NOTHING;
    }

    /** What a word for an end means; null when it says that there is none yet. */
    static StopReason.@Nullable Kind finish(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "in_progress", "queued", "" -> null;
            case "stop", "end_turn", "stop_sequence", "completed", "eos" -> StopReason.Kind.STOP;
            case "length", "max_tokens", "max_output_tokens", "model_context_window_exceeded", "incomplete" ->
                StopReason.Kind.LENGTH;
            case "tool_calls", "tool_use", "function_call" -> StopReason.Kind.TOOL_USE;
            case "content_filter", "safety", "recitation", "blocklist", "prohibited_content", "spii", "image_safety" ->
                StopReason.Kind.CONTENT_FILTER;
            case "refusal" -> StopReason.Kind.REFUSAL;
            case "pause_turn" -> StopReason.Kind.PAUSE;
            default -> StopReason.Kind.OTHER;
        };
    }

    private static boolean is(String name, byte[] data, int from, int to) {
        return JsonText.same(name, data, from, to);
    }
}
