package io.ninerouter.gateway.translate.bedrock;

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
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Bedrock's {@code converse} and {@code converse-stream}; providers alone speak them. The model and the way of delivery stand
 * in the path. Stateless and thread-safe.
 */
public final class ConverseCodec implements DialectCodec {
    // Source: ToolSpecification.name and ToolUseBlock.toolUseId, [a-zA-Z0-9_-]+ of up to 64.
    private static final Traits TRAITS =
            new Traits(new NameRule("_-", 64, false), new NameRule("_-", 64, false), false, false, true);

    /** A codec. */
    public ConverseCodec() {}

    @Override
    public Dialect dialect() {
        return Dialect.BEDROCK_CONVERSE;
    }

    @Override
    public Traits traits(TargetModel target) {
        return TRAITS;
    }

    @Override
    public boolean prefills(TargetModel target) {
        return ConverseModel.prefills(target.model());
    }

    @Override
    public void encodeRequest(ChatRequest request, Exchange exchange, JsonWriter out) {
        new RequestEncoder(request, exchange, out).encode();
    }

    @Override
    public void headers(Exchange exchange, BiConsumer<String, String> out) {
        boolean stream = exchange.request().settings().delivery().stream();
        out.accept("accept", stream ? "application/vnd.amazon.eventstream" : "application/json");
    }

    @Override
    public void decodeCompletion(Utf8 body, Exchange exchange, Consumer<StreamEvent> out) {
        CompletionDecoder.read(body, exchange, out);
    }

    @Override
    public StreamDecoder newStreamDecoder(Exchange exchange, Consumer<StreamEvent> out) {
        return new ConverseStreamDecoder(new AnswerSink(exchange, out));
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
