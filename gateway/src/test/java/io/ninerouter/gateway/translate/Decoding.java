package io.ninerouter.gateway.translate;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Delivery;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.EventWriter;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Runs codecs the way the pipes do. */
public final class Decoding {
    private Decoding() {}

    /** An exchange about nothing, towards a model of the dialect. */
    public static Exchange exchange(Dialect dialect) {
        Settings settings = Settings.NONE.with(new Delivery(true, true));
        return exchange(dialect, ChatRequest.of("", List.of()).with(settings), "model-1");
    }

    static Exchange exchange(Dialect dialect, ChatRequest request, String model) {
        return new Exchange(dialect, request, Codecs.target(dialect, model), new Ids(new Random(1), 1_700_000_000));
    }

    /** The events of an answer whose bytes come in these chunks. */
    static List<StreamEvent> events(DialectCodec codec, List<ByteBuffer> chunks, boolean streamed) {
        return events(codec, chunks, streamed ? Codecs.streaming(codec.dialect()) : Framing.UNARY);
    }

    /** The same in any framing of a provider. */
    static List<StreamEvent> events(DialectCodec codec, List<ByteBuffer> chunks, Framing framing) {
        return events(codec, exchange(codec.dialect()), chunks, framing);
    }

    /** The same within an exchange. */
    static List<StreamEvent> events(DialectCodec codec, Exchange exchange, List<ByteBuffer> chunks, Framing framing) {
        Grammar grammar = new Grammar();
        ProviderReader reader = new ProviderReader(codec, exchange, framing, grammar);
        chunks.forEach(reader::feed);
        reader.end();
        return grammar.events;
    }

    /** The answer that these bytes tell. */
    public static Completion decode(DialectCodec codec, byte[] bytes, boolean streamed) {
        return Completion.fold(events(codec, List.of(ByteBuffer.wrap(bytes)), streamed));
    }

    /** The bytes of a stream of the dialect that tells these events. */
    public static byte[] stream(DialectCodec codec, Exchange exchange, List<StreamEvent> events) {
        ByteBuilder out = new ByteBuilder(1 << 10);
        Consumer<StreamEvent> encoder = codec.newStreamEncoder(exchange, EventWriter.sse(out));
        events.forEach(encoder);
        byte[] bytes = out.toBytes();
        return switch (Codecs.streaming(codec.dialect())) {
            case LINES -> OllamaMirror.lines(bytes);
            case CONNECT -> CursorMirror.frames(bytes);
            case SSE, UNARY, JSON_ARRAY, EVENT_STREAM -> bytes;
        };
    }

    /** The bytes of an answer of the dialect in one piece. */
    public static byte[] unary(DialectCodec codec, Exchange exchange, Completion completion) {
        ByteBuilder out = new ByteBuilder(1 << 10);
        codec.encodeCompletion(completion, exchange, new JsonWriter(out));
        return out.toBytes();
    }
}
