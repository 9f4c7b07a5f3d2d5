package io.ninerouter.gateway.translate;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.RestoringSink;
import io.ninerouter.gateway.codec.StreamDecoder;
import io.ninerouter.gateway.frame.ConnectParser;
import io.ninerouter.gateway.frame.EventStreamMessage;
import io.ninerouter.gateway.frame.EventStreamParser;
import io.ninerouter.gateway.frame.FrameParser;
import io.ninerouter.gateway.frame.LineParser;
import io.ninerouter.gateway.frame.MalformedFrameException;
import io.ninerouter.gateway.frame.SseEvent;
import io.ninerouter.gateway.frame.SseParser;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.Utf8;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Reads a provider's answer, framed one way or the other, and tells it as events under the client's names. */
final class ProviderReader {
    /** Longest event, and longest answer in one piece. */
    private static final int MAX_BYTES = 64 << 20;

    private final DialectCodec codec;
    private final Exchange exchange;
    private final Consumer<StreamEvent> out;
    private final boolean unary;
    /** Whether messages tell their length, so that half a one is no whole one without its end. */
    private final boolean counted;

    private final StreamDecoder decoder;
    private final FrameParser parser;
    private final ByteBuilder body = new ByteBuilder(16);
    private boolean readable = true;
    private boolean failed;

    ProviderReader(DialectCodec codec, Exchange exchange, Framing framing, Consumer<StreamEvent> out) {
        if (framing == Framing.JSON_ARRAY) {
            throw new IllegalArgumentException("framing of a provider: JSON_ARRAY (expected: any other)");
        }
        this.codec = codec;
        this.exchange = exchange;
        this.out = new RestoringSink(exchange, out);
        this.unary = framing == Framing.UNARY;
        this.counted = framing == Framing.EVENT_STREAM;
        this.decoder = codec.newStreamDecoder(exchange, this.out);
        this.parser = parser(framing);
    }

    private FrameParser parser(Framing framing) {
        return switch (framing) {
            case UNARY, SSE, JSON_ARRAY -> new SseParser(MAX_BYTES, this::event);
            case EVENT_STREAM -> new EventStreamParser(MAX_BYTES, this::message);
            case CONNECT -> new ConnectParser(MAX_BYTES, decoder::event);
            case LINES -> new LineParser(MAX_BYTES, (data, from, to) -> decoder.event("", data, from, to));
        };
    }

    void feed(ByteBuffer chunk) {
        if (!readable) {
            return;
        }
        try {
            if (!unary) {
                parser.feed(chunk);
            } else if (body.length() + chunk.remaining() > MAX_BYTES) {
                throw new IllegalArgumentException("answer: over " + MAX_BYTES + " bytes (expected: at most that)");
            } else {
                byte[] copy = new byte[chunk.remaining()];
                chunk.get(chunk.position(), copy);
                body.append(copy);
            }
        } catch (IllegalArgumentException e) {
            stop(e);
        }
    }

    void end() {
        if (!readable) {
            return;
        }
        try {
            if (unary) {
                byte[] whole = body.take();
                codec.decodeCompletion(Utf8.slice(whole, 0, whole.length), exchange, out);
            } else if (!parser.finish() && counted) {
                throw new MalformedFrameException("it ends within a message (expected: all of it)");
            } else if (!failed) {
                decoder.end();
            }
        } catch (IllegalArgumentException e) {
            stop(e);
        }
    }

    /** Whether the answer has failed, and nothing but its usage may still come. */
    boolean failing() {
        return decoder.failing();
    }

    boolean readable() {
        return readable;
    }

    private void event(SseEvent event) {
        decoder.event(event.name(), event.bytes(), event.from(), event.to());
    }

    /** An exception is no event of a dialect: whatever was being told, it ends there. */
    private void message(EventStreamMessage message) {
        if (failed) {
            return;
        }
        String type = message.text(":event-type");
        if (!message.isEvent()) {
            failed = true;
            out.accept(new StreamEvent.Failed(AwsErrors.read(message)));
        } else if (InvokedEvent.TYPE.equals(type)) {
            byte[] event = InvokedEvent.unwrap(message);
            decoder.event("", event, 0, event.length);
        } else {
            decoder.event(type == null ? "" : type, message.bytes(), message.from(), message.to());
        }
    }

    private void stop(IllegalArgumentException cause) {
        readable = false;
        out.accept(new StreamEvent.Failed(
                ApiError.of(ApiError.Kind.UPSTREAM, "the provider's answer cannot be read: " + cause.getMessage())));
    }
}
