package io.ninerouter.gateway.translate.openai;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.EventWriter;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.NameRule;
import io.ninerouter.gateway.codec.OpenAiReasoners;
import io.ninerouter.gateway.codec.OpenAiSchemas;
import io.ninerouter.gateway.codec.StreamDecoder;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.codec.Traits;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.Utf8;
import java.util.function.Consumer;

/** Chat completions, as OpenAI and all that took after it speak them. */
public final class ChatCodec implements DialectCodec {
    private static final NameRule TOOL_NAMES = new NameRule("_-", 64, false);
    // OpenAI refuses longer ids; Kimi's contain dots and colons.
    private static final NameRule CALL_IDS = new NameRule("_-.:", 40, false);

    @Override
    public Dialect dialect() {
        return Dialect.OPENAI_CHAT;
    }

    @Override
    public Traits traits(TargetModel target) {
        return new Traits(TOOL_NAMES, CALL_IDS, isOpenAi(target), false, true);
    }

    @Override
    public ChatRequest decodeRequest(Utf8 body) {
        return ChatRequestDecoder.decode(body);
    }

    @Override
    public void encodeRequest(ChatRequest request, Exchange exchange, JsonWriter out) {
        ChatRequest fit = isOpenAi(exchange.target())
                ? OpenAiReasoners.fit(OpenAiSchemas.fit(request, exchange), exchange)
                : request;
        new ChatRequestEncoder(fit, exchange, out).encode();
    }

    @Override
    public void decodeCompletion(Utf8 body, Exchange exchange, Consumer<StreamEvent> out) {
        new ChatStreamDecoder(exchange, out, true).whole(body);
    }

    @Override
    public StreamDecoder newStreamDecoder(Exchange exchange, Consumer<StreamEvent> out) {
        return new ChatStreamDecoder(exchange, out, false);
    }

    @Override
    public void encodeCompletion(Completion completion, Exchange exchange, JsonWriter out) {
        new ChatCompletionEncoder(exchange, out).encode(completion);
    }

    @Override
    public Consumer<StreamEvent> newStreamEncoder(Exchange exchange, EventWriter out) {
        return new ChatStreamEncoder(exchange, out);
    }

    /** Whether the model is OpenAI's own: it takes what only OpenAI has, and refuses what only the others have. */
    static boolean isOpenAi(TargetModel target) {
        return target.family().equals("gpt");
    }
}
