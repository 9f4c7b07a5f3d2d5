package io.ninerouter.gateway.translate;

import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.EventWriter;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.translate.codeassist.CodeAssistCodec;
import io.ninerouter.gateway.translate.gemini.GeminiCodec;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Code Assist with both sides: Gemini, put into its envelope and taken out of it. */
public final class CodeAssistMirror extends Mirror {
    private static final GeminiCodec GEMINI = new GeminiCodec();

    public CodeAssistMirror() {
        super(new CodeAssistCodec(GEMINI));
    }

    /** {@inheritDoc} Recorded requests come without an envelope. */
    @Override
    public ChatRequest decodeRequest(Utf8 body) {
        JsonNode json = read(body);
        if (!json.path("request").isObject()) {
            return GEMINI.decodeRequest(body);
        }
        ObjectNode inside = (ObjectNode) json.path("request");
        inside.remove("sessionId");
        return GEMINI.decodeRequest(Utf8.of(inside.toString()));
    }

    private static JsonNode read(Utf8 body) {
        try {
            return Fixture.JSON.readTree(body.toBytes());
        } catch (RuntimeException e) {
            return Fixture.JSON.createObjectNode();
        }
    }

    @Override
    public void encodeCompletion(Completion completion, Exchange exchange, JsonWriter out) {
        ByteBuilder inside = new ByteBuilder(256);
        GEMINI.encodeCompletion(completion, exchange, new JsonWriter(inside));
        wrap(new String(inside.toBytes(), StandardCharsets.UTF_8), out);
    }

    @Override
    public Consumer<StreamEvent> newStreamEncoder(Exchange exchange, EventWriter out) {
        ByteBuilder inside = new ByteBuilder(256);
        Consumer<StreamEvent> encoder = GEMINI.newStreamEncoder(exchange, EventWriter.sse(inside));
        return event -> {
            encoder.accept(event);
            for (String line : new String(inside.take(), StandardCharsets.UTF_8).split("\n")) {
                if (line.startsWith("data: ")) {
                    wrap(line.substring(6), out.begin(""));
                    out.end();
                }
            }
        };
    }

    private static void wrap(String json, JsonWriter out) {
        if (json.startsWith("{\"error\"")) {
            out.raw(RawJson.of(json));
            return;
        }
        out.object().text("traceId", "t-1").raw("response", RawJson.of(json)).endObject();
    }
}
