package io.ninerouter.bench.upstream;

import io.netty.buffer.ByteBuf;
import io.ninerouter.bench.Scenario;
import io.ninerouter.bench.wire.Shared;
import java.util.ArrayList;
import java.util.List;

/** The bytes that are answered: made once, shared by all connections. Thread-safe. */
final class Answers {
    private static final String HEAD =
            "\"id\":\"chatcmpl-bench\",\"object\":\"%s\",\"created\":1760000000,\"model\":\"bench\"";
    private static final String USAGE =
            "\"usage\":{\"prompt_tokens\":250,\"completion_tokens\":300,\"total_tokens\":550,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":0},"
                    + "\"completion_tokens_details\":{\"reasoning_tokens\":0}}";

    private final ByteBuf whole;
    private final ByteBuf streamHead;
    private final List<ByteBuf> events;

    private Answers(ByteBuf whole, ByteBuf streamHead, List<ByteBuf> events) {
        this.whole = whole;
        this.streamHead = streamHead;
        this.events = events;
    }

    /** Makes all answers. */
    static Answers make() {
        List<ByteBuf> events = events().stream().map(Answers::chunk).toList();
        String streamHead = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
        return new Answers(Shared.ascii(unary()), Shared.ascii(streamHead), events);
    }

    /** An answer in one piece, headers included. */
    ByteBuf whole() {
        return whole.duplicate();
    }

    /** The headers of a stream. */
    ByteBuf streamHead() {
        return streamHead.duplicate();
    }

    /** One event of a stream as a chunk; the last one carries the end of the stream too. */
    ByteBuf event(int index) {
        return events.get(index).duplicate();
    }

    /** The events' text. */
    static List<String> events() {
        List<String> events = new ArrayList<>();
        String head = "data: {" + HEAD.formatted("chat.completion.chunk") + ",\"choices\":[{\"index\":0,\"delta\":";
        events.add(head + "{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n");
        for (int i = 0; i < Scenario.EVENTS - 4; i++) {
            events.add(head + "{\"content\":\" word" + i + "\"},\"finish_reason\":null}]}\n\n");
        }
        events.add(head + "{},\"finish_reason\":\"stop\"}]}\n\n");
        events.add("data: {" + HEAD.formatted("chat.completion.chunk") + ",\"choices\":[]," + USAGE + "}\n\n");
        events.add("data: [DONE]\n\n");
        return events;
    }

    private static String unary() {
        String before = "{" + HEAD.formatted("chat.completion")
                + ",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"";
        String after = "\"},\"finish_reason\":\"stop\"}]," + USAGE + "}";
        String body = before + "x".repeat(Scenario.ANSWER_BYTES - before.length() - after.length()) + after;
        return "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private static ByteBuf chunk(String event) {
        String chunk = Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
        return Shared.ascii(event.contains("[DONE]") ? chunk + "0\r\n\r\n" : chunk);
    }
}
