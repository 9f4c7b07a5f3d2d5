package io.ninerouter.gateway.translate;

import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.EventWriter;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.json.ByteBuilder;
import java.util.function.Consumer;

/** The caller's end of a translated stream: events in, bytes of the caller's dialect out. */
interface CallerEnd extends Consumer<StreamEvent> {

    /**
     * The bytes that have become ready since the last call; often none.
     *
     * @param intact false when the events since the last call led to a failure
     */
    byte[] take(boolean intact);

    /** One that writes events as they come. */
    static CallerEnd direct(DialectCodec client, Exchange exchange, Framing wanted) {
        ByteBuilder out = new ByteBuilder(1 << 10);
        return new Direct(out, encoder(client, exchange, wanted, out));
    }

    /** A writer of a stream into {@code out}. */
    static Consumer<StreamEvent> encoder(DialectCodec client, Exchange exchange, Framing wanted, ByteBuilder out) {
        EventWriter events = wanted == Framing.SSE ? EventWriter.sse(out) : EventWriter.jsonArray(out);
        return client.newStreamEncoder(exchange, events);
    }

    /** Writes events as they come: what was said before a failure was said. */
    record Direct(ByteBuilder out, Consumer<StreamEvent> encoder) implements CallerEnd {
        @Override
        public void accept(StreamEvent event) {
            encoder.accept(event);
        }

        @Override
        public byte[] take(boolean intact) {
            return out.take();
        }
    }
}
