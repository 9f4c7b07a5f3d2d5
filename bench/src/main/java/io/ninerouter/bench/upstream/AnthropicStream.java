package io.ninerouter.bench.upstream;

import io.ninerouter.bench.Scenario;
import java.util.ArrayList;
import java.util.List;

/** The text of a streamed message. */
final class AnthropicStream {
    private static final int FRAME = 5;

    private AnthropicStream() {}

    /** {@link Scenario#EVENTS} events. */
    static List<String> events() {
        List<String> events = new ArrayList<>();
        events.add(event(
                "message_start",
                ",\"message\":{\"id\":\"msg_bench\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"bench\","
                        + "\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":250,"
                        + "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":1}}"));
        events.add(event("content_block_start", ",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
        for (int i = 0; i < Scenario.EVENTS - FRAME; i++) {
            events.add(event(
                    "content_block_delta",
                    ",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" word" + i + "\"}"));
        }
        events.add(event("content_block_stop", ",\"index\":0"));
        events.add(event(
                "message_delta",
                ",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":300}"));
        events.add(event("message_stop", ""));
        return events;
    }

    /** The body of a message in one piece, of {@link Scenario#ANSWER_BYTES} bytes. */
    static String whole() {
        String before = "{\"id\":\"msg_bench\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"bench\","
                + "\"content\":[{\"type\":\"text\",\"text\":\"";
        String after = "\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":250,"
                + "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":300}}";
        return before + "x".repeat(Scenario.ANSWER_BYTES - before.length() - after.length()) + after;
    }

    private static String event(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + members + "}\n\n";
    }
}
