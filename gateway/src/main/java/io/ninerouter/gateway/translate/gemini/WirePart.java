package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Seal;
import io.ninerouter.gateway.codec.SealEnvelope;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part as it stands on the wire, in requests and in answers alike. One of text, media, call, result and others says what
 * it is; only the signature may stand alone.
 *
 * @param thought whether it belongs to what the model thought
 * @param signature null = none
 * @param others members that have no place in the neutral model, such as {@code executableCode}
 */
record WirePart(
        @Nullable String text,
        boolean thought,
        @Nullable String signature,
        Part.@Nullable Attachment media,
        @Nullable Call call,
        @Nullable Result result,
        Map<String, RawJson> others) {

    /**
     * A {@code functionCall}.
     *
     * @param args null = none, or they come in pieces
     * @param pieces of the arguments (Vertex)
     * @param goesOn whether more pieces will come
     */
    record Call(@Nullable String id, String name, @Nullable RawJson args, List<Piece> pieces, boolean goesOn) {}

    /**
     * One of {@code partialArgs}.
     *
     * @param path such as {@code $.files[0].name}
     * @param value a string, number, boolean or {@code null}
     */
    record Piece(String path, RawJson value, boolean goesOn) {}

    /** A {@code functionResponse}. */
    record Result(
            @Nullable String id,
            String name,
            @Nullable RawJson response,
            List<WirePart> parts,
            Map<String, RawJson> others) {}

    /** Whether there is nothing but what has no place in the neutral model. */
    boolean isForeign() {
        return text == null && media == null && call == null && result == null && !others.isEmpty();
    }

    /** The signature as a seal; null when there is none. The family is known of answers only. */
    @Nullable
    Seal seal(@Nullable String family) {
        if (signature == null || signature.isEmpty() || signature.equals(GeminiSignatures.NONE)) {
            return null;
        }
        Seal wrapped = SealEnvelope.unwrap(signature);
        return wrapped != null ? wrapped : new Seal(Seal.Kind.SIGNATURE, signature, Dialect.GEMINI, family);
    }

    /** A part without a place in the neutral model, whole. */
    Part whole() {
        ByteBuilder bytes = new ByteBuilder(256);
        JsonWriter json = new JsonWriter(bytes).object();
        others.forEach(json::raw);
        if (thought) {
            json.bool("thought", true);
        }
        json.text("thoughtSignature", signature).endObject();
        RawJson raw = new RawJson(Utf8.slice(bytes.toBytes(), 0, bytes.length()));
        String type = others.keySet().iterator().next();
        return switch (type) {
            case "executableCode", "codeExecutionResult" ->
                new Part.ServerTool(Dialect.GEMINI, "code_execution", raw, null);
            case "toolCall", "toolResponse" -> new Part.ServerTool(Dialect.GEMINI, "server_tool", raw, null);
            default -> new Part.Opaque(Dialect.GEMINI, type, raw);
        };
    }
}
