package io.ninerouter.gateway.tokens;

import io.ninerouter.config.Dialect;
import io.ninerouter.config.Profile;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of the endpoints that count: Anthropic's {@code POST /v1/messages/count_tokens} and Gemini's
 * {@code models/…:countTokens}. The other dialects have none.
 */
public final class TokenCounts {
    /** What Anthropic's endpoint takes, by its API reference. */
    private static final Set<String> COUNTED =
            Set.of("model", "messages", "system", "tools", "tool_choice", "thinking", "output_config", "mcp_servers");

    /** What Vertex's endpoint takes, by its API reference. */
    private static final Set<String> COUNTED_BY_VERTEX =
            Set.of("contents", "systemInstruction", "tools", "generationConfig");

    private TokenCounts() {}

    /** Whether clients of the dialect can ask for a count. */
    public static boolean asked(Dialect dialect) {
        return dialect == Dialect.ANTHROPIC || dialect == Dialect.GEMINI;
    }

    /**
     * What is to be counted. Anthropic's body is that of a message without {@code max_tokens}; Gemini's has the
     * {@code contents} alone, or a whole request as {@code generateContentRequest}.
     *
     * @param codec of the client's dialect
     * @param body kept by the result: not to be written to any more
     * @throws BadJsonException when it cannot be understood; the message is fit for the client
     * @throws IllegalArgumentException when the dialect does not count
     */
    public static ChatRequest decode(DialectCodec codec, Utf8 body) {
        return switch (codec.dialect()) {
            case ANTHROPIC -> codec.decodeRequest(body);
            case GEMINI -> codec.decodeRequest(unwrapped(body));
            default -> throw unasked(codec.dialect());
        };
    }

    /**
     * The answer: {@code {"input_tokens":n}} or {@code {"totalTokens":n}}.
     *
     * @param tokens at least 0
     * @throws IllegalArgumentException when the dialect does not count
     */
    public static byte[] encode(Dialect dialect, long tokens) {
        if (tokens < 0) {
            throw new IllegalArgumentException("tokens: " + tokens + " (expected: >= 0)");
        }
        String member = switch (dialect) {
            case ANTHROPIC -> "input_tokens";
            case GEMINI -> "totalTokens";
            default -> throw unasked(dialect);
        };
        ByteBuilder out = new ByteBuilder(32);
        new JsonWriter(out).object().number(member, tokens).endObject();
        return out.toBytes();
    }

    /**
     * The question to a provider that counts, out of a request in its dialect: Anthropic refuses members that have nothing to
     * do with the prompt; Gemini wants the request wrapped, with the model in it; Vertex takes some of its members as they are.
     *
     * @param request one JSON object
     */
    public static byte[] question(TargetModel target, byte[] request) {
        ByteBuilder out = new ByteBuilder(request.length + 64);
        JsonWriter json = new JsonWriter(out).object();
        switch (target.dialect()) {
            case ANTHROPIC -> members(request, COUNTED, json);
            case GEMINI -> {
                if (target.profile() == Profile.VERTEX) {
                    members(request, COUNTED_BY_VERTEX, json);
                } else {
                    json.object("generateContentRequest").text("model", "models/" + target.model());
                    members(request, null, json);
                    json.endObject();
                }
            }
            default -> throw unasked(target.dialect());
        }
        json.endObject();
        return out.take();
    }

    private static void members(byte[] request, @Nullable Set<String> wanted, JsonWriter out) {
        try (JsonReader in = JsonReader.of(request, 0, request.length)) {
            if (in.lenientObject()) {
                while (in.nextField()) {
                    if (wanted == null || wanted.contains(in.name())) {
                        out.name(in.name()).raw(in.raw());
                    }
                }
            }
        }
    }

    /**
     * The count that a provider answered.
     *
     * @throws BadJsonException when there is none in it
     */
    public static long answered(Dialect provider, byte[] answer) {
        String member = switch (provider) {
            case ANTHROPIC -> "input_tokens";
            case GEMINI -> "totalTokens";
            default -> throw unasked(provider);
        };
        try (JsonReader in = JsonReader.of(answer, 0, answer.length)) {
            Long count = null;
            if (in.lenientObject()) {
                while (in.nextField()) {
                    count = in.name().equals(member) ? in.integer() : count;
                }
            }
            if (count == null || count < 0) {
                throw new BadJsonException(member + ": none (expected: a number of tokens)");
            }
            return count;
        }
    }

    private static Utf8 unwrapped(Utf8 body) {
        try (JsonReader in = JsonReader.of(body)) {
            Utf8 inner = body;
            if (in.lenientObject()) {
                while (in.nextField()) {
                    // The proto's own name is taken by Google's JSON reader too.
                    boolean whole = in.name().equals("generateContentRequest")
                            || in.name().equals("generate_content_request");
                    RawJson request = whole ? in.rawOrNull() : null;
                    inner = request == null ? inner : request.bytes();
                }
            }
            return inner;
        }
    }

    private static IllegalArgumentException unasked(Dialect dialect) {
        return new IllegalArgumentException("dialect: " + dialect + " (expected: one that counts tokens)");
    }
}
