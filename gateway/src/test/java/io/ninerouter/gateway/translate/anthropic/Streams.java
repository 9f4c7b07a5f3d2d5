package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.EventWriter;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.StreamDecoder;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Answers through the codec, as a client or a provider has them. */
final class Streams {
    static final AnthropicCodec CODEC = new AnthropicCodec();

    private Streams() {}

    static Exchange exchange(Dialect provider, String model) {
        ChatRequest request = CODEC.decodeRequest(Utf8.of("{\"model\":\"m\",\"messages\":[]}"));
        return exchange(provider, model, request);
    }

    static Exchange exchange(Dialect provider, String model, ChatRequest request) {
        TargetModel target = new TargetModel(provider, model, null);
        return new Exchange(Dialect.ANTHROPIC, request, target, new Ids(new Random(1), 1_700_000_000));
    }

    /** What a client is sent. */
    static String encode(Exchange exchange, List<StreamEvent> events) {
        ByteBuilder out = new ByteBuilder(64);
        Consumer<StreamEvent> encoder = CODEC.newStreamEncoder(exchange, EventWriter.sse(out));
        events.forEach(encoder);
        return new String(out.toBytes(), StandardCharsets.UTF_8);
    }

    static String encodeUnary(Exchange exchange, Completion completion) {
        ByteBuilder out = new ByteBuilder(64);
        CODEC.encodeCompletion(completion, exchange, new JsonWriter(out));
        return new String(out.toBytes(), StandardCharsets.UTF_8);
    }

    /** What is made of a provider's events: the JSON texts of their data. */
    static List<StreamEvent> decode(String... data) {
        List<StreamEvent> events = new ArrayList<>();
        StreamDecoder decoder = CODEC.newStreamDecoder(exchange(Dialect.ANTHROPIC, "claude-opus-5-5"), events::add);
        for (String each : data) {
            byte[] bytes = each.getBytes(StandardCharsets.UTF_8);
            decoder.event("", bytes, 0, bytes.length);
            // What is kept has to be copied.
            Arrays.fill(bytes, (byte) '#');
        }
        decoder.end();
        return events;
    }

    /** The data of events that a client was sent, back as a list. */
    static String[] data(String sse) {
        return sse.lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring("data: ".length()))
                .toArray(String[]::new);
    }
}
