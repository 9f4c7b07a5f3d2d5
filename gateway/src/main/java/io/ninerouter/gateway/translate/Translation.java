package io.ninerouter.gateway.translate;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.RequestShaper;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.Utf8;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * From one dialect to another and back: what the gateway calls when caller and provider do not speak the same. Thread-safe.
 *
 * <pre>{@code
 * ChatRequest request = translation.decode(client, body);              // once
 * Exchange exchange = new Exchange(client, request, target, ids);      // for each attempt
 * byte[] upstream = translation.encode(exchange, body.length());
 * ResponsePipe pipe = translation.pipe(exchange, provided, wanted);
 * }</pre>
 */
public final class Translation {
    private final Map<Dialect, DialectCodec> codecs = new EnumMap<>(Dialect.class);

    /** With a codec for each dialect that is to be translated. */
    public Translation(Collection<? extends DialectCodec> codecs) {
        codecs.forEach(codec -> this.codecs.put(codec.dialect(), codec));
    }

    /** Whether answers of one dialect can be given in the other. */
    public boolean supports(Dialect client, Dialect provider) {
        return codecs.containsKey(client) && codecs.containsKey(provider);
    }

    /**
     * A client's request. Its stream flag and model are those of the body: where the dialect has them in the path, the
     * caller sets them.
     *
     * @param body kept by the result: not to be written to any more
     * @throws io.ninerouter.gateway.json.BadJsonException when it cannot be understood; the message is fit for the client
     */
    public ChatRequest decode(Dialect client, Utf8 body) {
        return codec(client).decodeRequest(body);
    }

    /**
     * The body for the target. What it could not carry is in the exchange's losses from then on.
     *
     * @param expectedBytes about how long it will be: the length of the client's body is a good guess
     */
    public byte[] encode(Exchange exchange, int expectedBytes) {
        DialectCodec codec = codec(exchange.target().dialect());
        ByteBuilder out = new ByteBuilder(expectedBytes + expectedBytes / 8 + 256);
        codec.encodeBody(RequestShaper.shape(exchange, codec.traits(exchange.target())), exchange, out);
        return out.take();
    }

    /**
     * What the target's answer runs through.
     *
     * @param provided how the provider answers: in one piece or as server-sent events
     * @param wanted how the client wants it
     */
    public TranslatedPipe pipe(Exchange exchange, Framing provided, Framing wanted) {
        DialectCodec client = codec(exchange.client());
        DialectCodec provider = codec(exchange.target().dialect());
        return wanted == Framing.UNARY
                ? new AssemblingPipe(client, provider, exchange, provided)
                : new TranslatingPipe(CallerEnd.direct(client, exchange, wanted), provider, exchange, provided);
    }

    /**
     * A stream that another target can go on with when the first breaks off in the middle.
     *
     * @param first with the target that begins; supported in both directions
     */
    public Story story(Exchange first, Framing wanted) {
        return new Story(codec(first.client()), first, wanted);
    }

    /** What the answer of the target that begins a story runs through. */
    public TranslatedPipe beginning(Story story, Exchange exchange, Framing provided) {
        return new TranslatingPipe(story.beginning(), codec(exchange.target().dialect()), exchange, provided);
    }

    /** What to ask of a target that goes on with a story. */
    public ChatRequest remainder(Story story, TargetModel target) {
        return story.remainder(codec(target.dialect()), target);
    }

    /** What the answer of a target that goes on with a story runs through; ask when it has come, not before. */
    public TranslatedPipe continuation(Story story, Exchange exchange, Framing provided) {
        DialectCodec provider = codec(exchange.target().dialect());
        return new TranslatingPipe(story.continuation(provider, exchange.target()), provider, exchange, provided);
    }

    /**
     * The codec of a dialect.
     *
     * @throws IllegalArgumentException when there is none
     */
    public DialectCodec codec(Dialect dialect) {
        DialectCodec codec = codecs.get(dialect);
        if (codec == null) {
            throw new IllegalArgumentException("dialect: " + dialect + " (expected: one of " + codecs.keySet() + ")");
        }
        return codec;
    }
}
