package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Completion;
import io.ninerouter.gateway.chat.CompletionFold;
import io.ninerouter.gateway.chat.Message;
import io.ninerouter.gateway.chat.Part;
import io.ninerouter.gateway.chat.Role;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Ids;
import io.ninerouter.gateway.codec.Loss;
import io.ninerouter.gateway.codec.StreamDecoder;
import io.ninerouter.gateway.codec.TargetModel;
import io.ninerouter.gateway.json.Utf8;
import io.ninerouter.gateway.translate.Translation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Short ways to say what the tests of this package need. */
final class Gemini {
    static final JsonMapper JSON = JsonMapper.builder().build();
    static final GeminiCodec CODEC = new GeminiCodec();

    private Gemini() {}

    static ChatRequest decode(String body) {
        return CODEC.decodeRequest(Utf8.of(body.replace('\'', '"')));
    }

    static Exchange exchange(Dialect client, ChatRequest request, String model) {
        TargetModel target = new TargetModel(Dialect.GEMINI, model, null);
        return new Exchange(client, request, target, new Ids(new Random(1), 1_700_000_000));
    }

    /** An attempt of a client of chat completions. */
    static Exchange exchange(ChatRequest request, String model) {
        return exchange(Dialect.OPENAI_CHAT, request, model);
    }

    static JsonNode encode(Exchange exchange) {
        byte[] body = new Translation(List.of(CODEC)).encode(exchange, 0);
        return JSON.readTree(new String(body, StandardCharsets.UTF_8));
    }

    static JsonNode encode(ChatRequest request, String model) {
        return encode(exchange(request, model));
    }

    static JsonNode json(String text) {
        return JSON.readTree(text.replace('\'', '"'));
    }

    static ChatRequest says(Message... messages) {
        return ChatRequest.of("m", List.of(messages));
    }

    static Message user(String text) {
        return Message.of(Role.USER, List.of(new Part.Text(text)));
    }

    static boolean lost(Exchange exchange, Feature feature, Loss.Fate fate) {
        return exchange.losses().all().stream().anyMatch(loss -> loss.feature() == feature && loss.fate() == fate);
    }

    /** The events of a stream of these chunks. */
    static List<StreamEvent> events(Exchange exchange, String... chunks) {
        List<StreamEvent> events = new ArrayList<>();
        StreamDecoder decoder = CODEC.newStreamDecoder(exchange, events::add);
        for (String chunk : chunks) {
            byte[] data = chunk.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
            decoder.event("", data, 0, data.length);
            // What a decoder keeps it has to copy.
            Arrays.fill(data, (byte) '#');
        }
        decoder.end();
        return events;
    }

    static Completion stream(String... chunks) {
        return Completion.fold(events(exchange(says(), "gemini-3-pro"), chunks));
    }

    static Completion unary(String body) {
        CompletionFold fold = new CompletionFold();
        CODEC.decodeCompletion(Utf8.of(body.replace('\'', '"')), exchange(says(), "gemini-3-pro"), fold);
        return fold.result();
    }

    /** A chunk whose first candidate has these members. */
    static String candidate(String members) {
        return "{'candidates':[{" + members + "}],'modelVersion':'gemini-x','responseId':'r1'}";
    }

    /** A chunk with these parts. */
    static String parts(String parts) {
        return candidate("'content':{'role':'model','parts':[" + parts + "]}");
    }
}
