package io.ninerouter.gateway.translate.responses;

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

/** Responses, as OpenAI, Azure, the backend of Codex and those who took after them speak it. */
public final class ResponsesCodec implements DialectCodec {
    private static final NameRule TOOL_NAMES = new NameRule("_-", 64, false);
    // OpenAI refuses longer ids.
    private static final NameRule CALL_IDS = new NameRule("_-.:", 64, false);

    /** A codec; one is enough. */
    public ResponsesCodec() {}

    @Override
    public Dialect dialect() {
        return Dialect.OPENAI_RESPONSES;
    }

    @Override
    public Traits traits(TargetModel target) {
        boolean openAi = ResponsesModel.isOpenAi(target);
        return new Traits(TOOL_NAMES, CALL_IDS, openAi, openAi, true);
    }

    @Override
    public ChatRequest decodeRequest(Utf8 body) {
        return RequestDecoder.decode(body);
    }

    @Override
    public void encodeRequest(ChatRequest request, Exchange exchange, JsonWriter out) {
        ChatRequest fit = ResponsesModel.isOpenAi(exchange.target())
                ? OpenAiReasoners.fit(OpenAiSchemas.fit(request, exchange), exchange)
                : request;
        new RequestEncoder(fit, exchange, out).encode();
    }

    @Override
    public void decodeCompletion(Utf8 body, Exchange exchange, Consumer<StreamEvent> out) {
        new ResponsesStreamDecoder(exchange, out).whole(body);
    }

    @Override
    public StreamDecoder newStreamDecoder(Exchange exchange, Consumer<StreamEvent> out) {
        return new ResponsesStreamDecoder(exchange, out);
    }

    @Override
    public void encodeCompletion(Completion completion, Exchange exchange, JsonWriter out) {
        new CompletionEncoder(exchange, out).encode(completion);
    }

    @Override
    public Consumer<StreamEvent> newStreamEncoder(Exchange exchange, EventWriter out) {
        return new ResponsesStreamEncoder(exchange, out);
    }
}
