package io.ninerouter.gateway.translate.kiro;

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
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.Utf8;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Kiro's {@code generateAssistantResponse}; providers alone speak it, and stream always. Stateless and thread-safe.
 *
 * <p>Fact of the account: {@code profileArn}, where it has one.
 */
public final class KiroCodec implements DialectCodec {
    /** Fact of the account: the profile that is asked. */
    static final String PROFILE_ARN = "profileArn";

    // Longer names and repeated or odd ids are refused as "Improperly formed request".
    private static final Traits TRAITS =
            new Traits(new NameRule("_-", 64, true), new NameRule("_-", 64, false), false, false, true);

    /** A codec. */
    public KiroCodec() {}

    @Override
    public Dialect dialect() {
        return Dialect.KIRO;
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
    public void headers(Exchange exchange, BiConsumer<String, String> out) {
        out.accept("accept", "application/vnd.amazon.eventstream");
        out.accept("x-amz-target", "AmazonCodeWhispererStreamingService.GenerateAssistantResponse");
    }

    @Override
    public StreamDecoder newStreamDecoder(Exchange exchange, Consumer<StreamEvent> out) {
        return new KiroStreamDecoder(exchange, out);
    }

    @Override
    public void decodeCompletion(Utf8 body, Exchange exchange, Consumer<StreamEvent> out) {
        throw new BadJsonException("answer: one JSON text (expected: an AWS event stream)");
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
