package io.ninerouter.bench.upstream;

import io.netty.buffer.ByteBuf;
import io.ninerouter.bench.wire.Shared;
import java.util.ArrayList;
import java.util.List;

/** The bytes that are answered: made once, shared by all connections. Thread-safe. */
final class Answers {
    private final ByteBuf whole = Shared.ascii(answer("200 OK", "", ChatStream.whole()));
    private final ByteBuf message = Shared.ascii(answer("200 OK", "", AnthropicStream.whole()));
    private final ByteBuf limited = Shared.ascii(answer(
            "429 Too Many Requests",
            "retry-after: 0\r\n",
            "{\"error\":{\"message\":\"Rate limit reached\",\"type\":\"requests\",\"code\":\"rate_limit_exceeded\"}}"));
    private final Faults faults = new Faults(limited);
    private final ByteBuf streamHead =
            Shared.ascii("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n");
    private final List<ByteBuf> chatEvents = chunks(ChatStream.events());
    private final List<ByteBuf> anthropicEvents = chunks(AnthropicStream.events());

    /** A chat completion in one piece, headers included. */
    ByteBuf whole() {
        return whole.duplicate();
    }

    /** The same of Anthropic's. */
    ByteBuf message() {
        return message.duplicate();
    }

    /** What goes wrong in turn. */
    Faults faults() {
        return faults;
    }

    /** The headers of a stream. */
    ByteBuf streamHead() {
        return streamHead.duplicate();
    }

    /** A refusal that may be asked again at once, so that nothing is left alone for it. */
    ByteBuf limited() {
        return limited.duplicate();
    }

    /** The chunks of a chat stream, the last one with the end of the stream: to be duplicated. */
    List<ByteBuf> chatEvents() {
        return chatEvents;
    }

    /** The same for a stream of Anthropic's. */
    List<ByteBuf> anthropicEvents() {
        return anthropicEvents;
    }

    /** @param headers more of them, each with its line end */
    static String answer(String status, String headers, String body) {
        return "HTTP/1.1 " + status + "\r\ncontent-type: application/json\r\n" + headers + "content-length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static List<ByteBuf> chunks(List<String> events) {
        List<ByteBuf> chunks = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            String event = events.get(i);
            String chunk = Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
            chunks.add(Shared.ascii(i == events.size() - 1 ? chunk + "0\r\n\r\n" : chunk));
        }
        return List.copyOf(chunks);
    }
}
