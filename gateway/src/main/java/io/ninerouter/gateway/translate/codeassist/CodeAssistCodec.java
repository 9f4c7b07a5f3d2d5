package io.ninerouter.gateway.translate.codeassist;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.EventWriter;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.StreamDecoder;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.codec.Traits;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.Utf8;
import java.util.function.Consumer;

/**
 * Cloud Code Assist, which Gemini CLI and Antigravity speak. No client speaks it to us: what only clients need throws.
 */
public final class CodeAssistCodec implements DialectCodec {
    private final DialectCodec gemini;

    /** @param gemini for what is in the envelope */
    public CodeAssistCodec(DialectCodec gemini) {
        this.gemini = gemini;
    }

    @Override
    public Dialect dialect() {
        return Dialect.CODE_ASSIST;
    }

    @Override
    public Traits traits(TargetModel target) {
        return gemini.traits(target);
    }

    /**
     * {@inheritDoc}
     *
     * @throws io.ninerouter.gateway.codec.MissingFactException when the account's project is not known
     */
    @Override
    public void encodeRequest(ChatRequest request, Exchange exchange, JsonWriter out) {
        Envelope.open(exchange.target(), exchange.ids(), out);
        gemini.encodeRequest(request, exchange, out);
        Envelope.session(exchange.target(), out.reopen());
        out.endObject().endObject();
    }

    @Override
    public void decodeCompletion(Utf8 body, Exchange exchange, Consumer<StreamEvent> out) {
        Unwrapper envelope = new Unwrapper();
        envelope.open(body.array(), body.from(), body.to());
        gemini.decodeCompletion(Utf8.slice(body.array(), envelope.from(), envelope.to()), exchange, out);
    }

    @Override
    public StreamDecoder newStreamDecoder(Exchange exchange, Consumer<StreamEvent> out) {
        return new Opening(gemini.newStreamDecoder(exchange, out));
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

    /** Hands the inside of each event on. */
    private static final class Opening implements StreamDecoder {
        private final StreamDecoder inner;
        private final Unwrapper envelope = new Unwrapper();

        Opening(StreamDecoder inner) {
            this.inner = inner;
        }

        @Override
        public void event(String name, byte[] data, int from, int to) {
            if (from == to || data[from] != '{') {
                inner.event(name, data, from, to);
                return;
            }
            envelope.open(data, from, to);
            inner.event(name, data, envelope.from(), envelope.to());
        }

        @Override
        public void alive() {
            inner.alive();
        }

        @Override
        public boolean failing() {
            return inner.failing();
        }

        @Override
        public void end() {
            inner.end();
        }
    }
}
