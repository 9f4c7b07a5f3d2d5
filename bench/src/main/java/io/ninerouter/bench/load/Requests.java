package io.ninerouter.bench.load;

import io.netty.buffer.ByteBuf;
import io.ninerouter.bench.wire.Shared;

/**
 * The bytes of a request: a chat completion whose last message fills it up to its size. The model is written as callers
 * write it, with the provider before it, so that a gateway has to put another name in its place.
 */
final class Requests {
    private Requests() {}

    /** A request of a run, headers included; may be written any number of times. */
    static ByteBuf of(LoadOrder order) {
        String body = body(order.scenario().requestBytes(), order.scenario().stream());
        String head = "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1:" + order.port()
                + "\r\nauthorization: Bearer " + order.key()
                + "\r\ncontent-type: application/json\r\naccept: "
                + (order.scenario().stream() ? "text/event-stream" : "application/json")
                + "\r\nuser-agent: bench\r\ncontent-length: " + body.length() + "\r\n\r\n";
        return Shared.ascii(head + body);
    }

    /** A body of exactly so many bytes, with several messages as a conversation has. */
    static String body(int bytes, boolean stream) {
        StringBuilder body = new StringBuilder("{\"model\":\"bench/bench\",");
        body.append(stream ? "\"stream\":true,\"stream_options\":{\"include_usage\":true}," : "");
        body.append("\"messages\":[{\"role\":\"system\",\"content\":\"You are brief.\"}");
        String open = ",{\"role\":\"user\",\"content\":\"";
        String close = "\"}";
        String end = "],\"temperature\":0.5}";
        while (body.length() + end.length() < bytes) {
            int left = bytes - body.length() - end.length() - open.length() - close.length();
            // The last message takes what is left, so that the size is exact.
            int size = left < 1_500 ? left : 700;
            body.append(open)
                    .append("lorem ipsum ".repeat(size / 12 + 1), 0, size)
                    .append(close);
        }
        return body.append(end).toString();
    }
}
