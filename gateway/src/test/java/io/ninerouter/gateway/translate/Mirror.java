package io.ninerouter.gateway.translate;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.StreamDecoder;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.codec.Traits;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.Utf8;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A dialect that providers alone speak, with the provider's side added, so that the laws and the matrix can say what a
 * provider hears and let it answer. What is tested is the codec within; what is added is written for the tests.
 */
abstract class Mirror implements DialectCodec {
    private final DialectCodec codec;

    Mirror(DialectCodec codec) {
        this.codec = codec;
    }

    @Override
    public Dialect dialect() {
        return codec.dialect();
    }

    @Override
    public Traits traits(TargetModel target) {
        return codec.traits(target);
    }

    @Override
    public boolean prefills(TargetModel target) {
        return codec.prefills(target);
    }

    @Override
    public void encodeRequest(ChatRequest request, Exchange exchange, JsonWriter out) {
        codec.encodeRequest(request, exchange, out);
    }

    @Override
    public void headers(Exchange exchange, BiConsumer<String, String> out) {
        codec.headers(exchange, out);
    }

    @Override
    public void decodeCompletion(Utf8 body, Exchange exchange, Consumer<StreamEvent> out) {
        codec.decodeCompletion(body, exchange, out);
    }

    @Override
    public StreamDecoder newStreamDecoder(Exchange exchange, Consumer<StreamEvent> out) {
        return codec.newStreamDecoder(exchange, out);
    }
}
