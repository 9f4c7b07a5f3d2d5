package io.ninerouter.gateway.translate.anthropic;

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
import io.ninerouter.gateway.translate.claude.ClaudeModel;
import java.util.function.Consumer;

/**
 * Anthropic Messages, as the API itself, Bedrock's InvokeModel, Vertex and the compatible endpoints of others speak it.
 * Stateless and thread-safe.
 */
public final class AnthropicCodec implements DialectCodec {
    // Source: the API's own refusals: ^[a-zA-Z0-9_-]{1,128}$ for names, ^[a-zA-Z0-9_-]+$ for ids.
    private static final Traits TRAITS =
            new Traits(new NameRule("_-", 128, false), new NameRule("_-", 256, false), false, false, true);

    /** A codec. */
    public AnthropicCodec() {}

    @Override
    public Dialect dialect() {
        return Dialect.ANTHROPIC;
    }

    @Override
    public Traits traits(TargetModel target) {
        return TRAITS;
    }

    @Override
    public boolean prefills(TargetModel target) {
        return ClaudeModel.of(target.model(), false).prefill();
    }

    @Override
    public ChatRequest decodeRequest(Utf8 body) {
        return RequestDecoder.read(body);
    }

    @Override
    public void encodeRequest(ChatRequest request, Exchange exchange, JsonWriter out) {
        RequestEncoder.write(request, exchange, out);
    }

    @Override
    public void decodeCompletion(Utf8 body, Exchange exchange, Consumer<StreamEvent> out) {
        CompletionDecoder.read(body, exchange, out);
    }

    @Override
    public StreamDecoder newStreamDecoder(Exchange exchange, Consumer<StreamEvent> out) {
        return new AnthropicStreamDecoder(exchange, out);
    }

    @Override
    public void encodeCompletion(Completion completion, Exchange exchange, JsonWriter out) {
        CompletionEncoder.write(completion, exchange, out);
    }

    @Override
    public Consumer<StreamEvent> newStreamEncoder(Exchange exchange, EventWriter out) {
        return new AnthropicStreamEncoder(exchange, out);
    }
}
