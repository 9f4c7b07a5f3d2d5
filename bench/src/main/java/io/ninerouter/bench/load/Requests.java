package io.ninerouter.bench.load;

import io.netty.buffer.ByteBuf;
import io.ninerouter.bench.Scenario;
import io.ninerouter.bench.wire.Shared;

/**
 * The bytes of a request: a conversation whose last message fills it up to its size. The model is written as callers
 * write it, with the provider before it, so that a gateway has to put another name in its place.
 */
final class Requests {
    private Requests() {}

    /** A request of a run, headers included; may be written any number of times. */
    static ByteBuf of(LoadOrder order) {
        String body = body(order.scenario());
        String head = "POST " + order.scenario().ask().path() + " HTTP/1.1\r\nhost: 127.0.0.1:" + order.port()
                + "\r\nauthorization: Bearer " + order.key()
                + "\r\ncontent-type: application/json\r\naccept: "
                + (order.scenario().stream() ? "text/event-stream" : "application/json")
                + "\r\nuser-agent: bench\r\ncontent-length: " + body.length() + "\r\n\r\n";
        return Shared.ascii(head + body);
    }

    /** A body of exactly the scenario's size, with several messages as a conversation has. */
    static String body(Scenario scenario) {
        if (scenario.ask().agent()) {
            return AgentBody.of(scenario.ask().model(), scenario.requestBytes());
        }
        int bytes = scenario.requestBytes();
        boolean anthropic = scenario.ask().anthropic();
        StringBuilder body = new StringBuilder("{\"model\":\"" + scenario.ask().model() + "\",");
        body.append(scenario.stream() ? "\"stream\":true," : "");
        body.append(scenario.stream() && !anthropic ? "\"stream_options\":{\"include_usage\":true}," : "");
        body.append(
                anthropic
                        ? "\"max_tokens\":1024,\"system\":\"You are brief.\",\"messages\":["
                                + "{\"role\":\"user\",\"content\":\"Hello.\"}"
                        : "\"messages\":[{\"role\":\"system\",\"content\":\"You are brief.\"}");
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
