package io.ninerouter.gateway.translate.responses;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.EventWriter;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.Loss;
import io.ninerouter.gateway.codec.StreamDecoder;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.translate.Translation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests and answers through the codec, and what came of them. */
final class Responses {
    static final ResponsesCodec CODEC = new ResponsesCodec();
    static final JsonMapper JSON = JsonMapper.builder().build();

    private Responses() {}

    /** What a client of this dialect has sent. */
    static ChatRequest decode(String body) {
        return CODEC.decodeRequest(Utf8.of(body));
    }

    /** A request whose input is these items. */
    static ChatRequest input(String... items) {
        return decode("{\"model\":\"m\",\"input\":[" + String.join(",", items) + "]}");
    }

    static ChatRequest ask(Message... messages) {
        return ChatRequest.of("asked", Arrays.asList(messages));
    }

    static Message user(String text) {
        return Message.of(Role.USER, List.of(new Part.Text(text)));
    }

    static Message assistant(Part... parts) {
        return Message.of(Role.ASSISTANT, List.of(parts));
    }

    /** What a client of {@code client} has sent, as it goes to the model. */
    static Encoded encode(Dialect client, ChatRequest request, String model) {
        Exchange exchange = exchange(client, request, new TargetModel(Dialect.OPENAI_RESPONSES, model, null));
        byte[] body = new Translation(List.of(CODEC)).encode(exchange, 0);
        return new Encoded(JSON.readTree(body), losses(exchange));
    }

    static List<String> losses(Exchange exchange) {
        return exchange.losses().all().stream()
                .map(loss -> (loss.fate() == Loss.Fate.DROPPED ? "-" : "~") + loss.feature() + ": " + loss.how())
                .toList();
    }

    /** An answer of a provider of {@code provider} to a client of this dialect. */
    static Exchange answering(Dialect provider, String model) {
        return answering(provider, model, decode("{\"model\":\"m\",\"input\":\"hi\",\"stream\":true}"));
    }

    static Exchange answering(Dialect provider, String model, ChatRequest request) {
        return exchange(Dialect.OPENAI_RESPONSES, request, new TargetModel(provider, model, null));
    }

    private static Exchange exchange(Dialect client, ChatRequest request, TargetModel target) {
        return new Exchange(client, request, target, new Ids(new Random(1), 1_700_000_000));
    }

    /** What a client is sent. */
    static String sse(Exchange exchange, List<StreamEvent> events) {
        ByteBuilder out = new ByteBuilder(64);
        Consumer<StreamEvent> encoder = CODEC.newStreamEncoder(exchange, EventWriter.sse(out));
        events.forEach(encoder);
        return new String(out.toBytes(), StandardCharsets.UTF_8);
    }

    /** The data of the events that a client is sent. */
    static List<JsonNode> stream(Exchange exchange, List<StreamEvent> events) {
        return sse(exchange, events)
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> JSON.readTree(line.substring("data: ".length())))
                .toList();
    }

    static List<JsonNode> stream(Exchange exchange, Completion completion) {
        List<StreamEvent> events = new ArrayList<>();
        completion.emit(events::add);
        return stream(exchange, events);
    }

    static JsonNode unary(Exchange exchange, Completion completion) {
        ByteBuilder out = new ByteBuilder(64);
        CODEC.encodeCompletion(completion, exchange, new JsonWriter(out));
        return JSON.readTree(out.toBytes());
    }

    /** What is made of a provider's events: the JSON texts of their data, single quotes for double ones. */
    static List<StreamEvent> events(String... data) {
        List<StreamEvent> events = new ArrayList<>();
        StreamDecoder decoder = CODEC.newStreamDecoder(answering(Dialect.OPENAI_RESPONSES, "gpt-5.5"), events::add);
        for (String each : data) {
            byte[] bytes = each.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
            decoder.event("", bytes, 0, bytes.length);
            // What is kept has to be copied.
            Arrays.fill(bytes, (byte) '#');
        }
        decoder.end();
        return events;
    }

    /** The answer that a provider's events tell. */
    static Completion fold(String... data) {
        return Completion.fold(events(data));
    }

    /**
     * A body and the losses on its way: {@code -FEATURE: how} dropped, {@code ~FEATURE: how} approximated.
     */
    record Encoded(JsonNode body, List<String> losses) {
        /** A member by JSON pointer, as JSON text; {@code (none)} when it is not there. */
        String at(String pointer) {
            JsonNode node = body.at(pointer);
            return node.isMissingNode() ? "(none)" : node.toString();
        }
    }
}
