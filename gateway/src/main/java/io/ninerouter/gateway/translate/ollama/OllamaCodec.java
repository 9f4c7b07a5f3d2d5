package io.ninerouter.gateway.translate.ollama;

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
 * Ollama's {@code /api/chat}: answers come as one JSON text, or as one a line. No client speaks it to us: what only clients
 * need throws.
 */
public final class OllamaCodec implements DialectCodec {
    // Templates of models write both as they are: what OpenAI takes is safe in all of them.
    private static final NameRule TOOL_NAMES = new NameRule("_-", 64, false);
    private static final NameRule CALL_IDS = new NameRule("_-.:|", 256, false);
    // Templates put results where they stand, and older servers know no ids: the order has to tell.
    private static final Traits TRAITS = new Traits(TOOL_NAMES, CALL_IDS, false, false, true);

    @Override
    public Dialect dialect() {
        return Dialect.OLLAMA;
    }

    @Override
    public Traits traits(TargetModel target) {
        return TRAITS;
    }

    @Override
    public void encodeRequest(ChatRequest request, Exchange exchange, JsonWriter out) {
        new RequestEncoder(request, exchange, out).encode();
    }

    @Override
    public void decodeCompletion(Utf8 body, Exchange exchange, Consumer<StreamEvent> out) {
        new OllamaStreamDecoder(exchange, out).whole(body);
    }

    @Override
    public StreamDecoder newStreamDecoder(Exchange exchange, Consumer<StreamEvent> out) {
        return new OllamaStreamDecoder(exchange, out);
    }

    @Override
    public ChatRequest decodeRequest(Utf8 body) {
        throw dialect().notClients();
    }

    @Override
    public void encodeCompletion(Completion completion, Exchange exchange, JsonWriter out) {
        throw dialect().notClients();
    }

    @Override
    public Consumer<StreamEvent> newStreamEncoder(Exchange exchange, EventWriter out) {
        throw dialect().notClients();
    }
}
