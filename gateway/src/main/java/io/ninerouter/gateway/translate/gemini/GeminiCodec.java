package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.EventWriter;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.NameRule;
import io.ninerouter.gateway.codec.StreamDecoder;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.codec.Traits;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.Utf8;
import java.util.function.Consumer;

/**
 * Gemini's {@code generateContent} and {@code streamGenerateContent}. The model and the way of delivery stand in the path:
 * a decoded request has neither, unless the body names a model, and an encoded one says neither.
 */
public final class GeminiCodec implements DialectCodec {
    private static final NameRule TOOL_NAMES = new NameRule("_.:-", 64, true);
    // Not documented; what other providers make is taken.
    private static final NameRule CALL_IDS = new NameRule("_-.:|", 256, false);
    private static final Traits TRAITS = new Traits(TOOL_NAMES, CALL_IDS, false, false, true);

    @Override
    public Dialect dialect() {
        return Dialect.GEMINI;
    }

    @Override
    public Traits traits(TargetModel target) {
        return TRAITS;
    }

    @Override
    public ChatRequest decodeRequest(Utf8 body) {
        return RequestDecoder.decode(body);
    }

    @Override
    public void encodeRequest(ChatRequest request, Exchange exchange, JsonWriter out) {
        new RequestEncoder(request, exchange, out).encode();
    }

    @Override
    public void decodeCompletion(Utf8 body, Exchange exchange, Consumer<StreamEvent> out) {
        new GeminiStreamDecoder(exchange, out, true).whole(body);
    }

    @Override
    public StreamDecoder newStreamDecoder(Exchange exchange, Consumer<StreamEvent> out) {
        return new GeminiStreamDecoder(exchange, out, false);
    }

    @Override
    public void encodeCompletion(Completion completion, Exchange exchange, JsonWriter out) {
        new CompletionEncoder(exchange, out).encode(completion);
    }

    @Override
    public Consumer<StreamEvent> newStreamEncoder(Exchange exchange, EventWriter out) {
        return new GeminiStreamEncoder(exchange, out);
    }
}
