package io.ninerouter.gateway.translate.cursor;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.EventWriter;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.NameRule;
import io.ninerouter.gateway.codec.NamedUuid;
import io.ninerouter.gateway.codec.StreamDecoder;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.codec.Traits;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.Utf8;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Cursor's {@code StreamUnifiedChatWithTools}, as a provider alone. A request is one message of protobuf, not packed; an answer
 * always streams. Only text is taken: what else a conversation holds is told in words or left out, and named.
 *
 * <p>Headers here are those of the protocol and of privacy. Which version of its client the service expects
 * ({@code x-cursor-client-version}) changes with the service and is for the provider's fixed headers to say; what derives
 * from the token is put in when the request is signed.
 */
public final class CursorCodec implements DialectCodec {
    /**
     * Setting of the account: whether the service may keep what it is asked ({@code false}); without it, it may not.
     */
    public static final String GHOST_MODE = "ghostMode";

    // The service puts "mcp_custom_" in front, and the models behind it take 64 characters.
    private static final NameRule TOOL_NAMES = new NameRule("_-", 52, true);
    private static final NameRule CALL_IDS = new NameRule("_-.:|", 256, false);
    private static final Traits TRAITS = new Traits(TOOL_NAMES, CALL_IDS, false, false, true);

    @Override
    public Dialect dialect() {
        return Dialect.CURSOR;
    }

    @Override
    public Traits traits(TargetModel target) {
        return TRAITS;
    }

    @Override
    public boolean isJson() {
        return false;
    }

    @Override
    public void encodeBody(ChatRequest request, Exchange exchange, ByteBuilder out) {
        new RequestEncoder(request, exchange).encode(out);
    }

    @Override
    public void headers(Exchange exchange, BiConsumer<String, String> out) {
        out.accept("content-type", "application/connect+proto");
        out.accept("connect-protocol-version", "1");
        out.accept("connect-accept-encoding", "gzip");
        out.accept("x-ghost-mode", exchange.target().account().getOrDefault(GHOST_MODE, "true"));
        out.accept("x-request-id", NamedUuid.of(exchange.ids().next("")).toString());
    }

    @Override
    public void decodeCompletion(Utf8 body, Exchange exchange, Consumer<StreamEvent> out) {
        ApiError error = CursorErrors.read(body);
        if (error == null) {
            throw new BadJsonException("error: missing (expected: an object; answers come as a stream)");
        }
        out.accept(new StreamEvent.Failed(error));
    }

    @Override
    public StreamDecoder newStreamDecoder(Exchange exchange, Consumer<StreamEvent> out) {
        return new CursorStreamDecoder(exchange, TRAITS, out);
    }

    @Override
    public ChatRequest decodeRequest(Utf8 body) {
        throw dialect().notClients();
    }

    @Override
    public void encodeRequest(ChatRequest request, Exchange exchange, JsonWriter out) {
        throw new IllegalArgumentException("request to Cursor: JSON (expected: the bytes of encodeBody)");
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
