package io.ninerouter.gateway.tokens;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;

/**
 * The bodies of the endpoints that count: Anthropic's {@code POST /v1/messages/count_tokens} and Gemini's
 * {@code models/…:countTokens}. The other dialects have none.
 */
public final class TokenCounts {
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
