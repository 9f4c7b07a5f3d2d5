package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.PartHead;
import io.ninerouter.gateway.codec.EventWriter;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import java.util.Set;

/** Writes the events of content blocks, one block after the other. Not thread-safe. */
final class BlockEvents {
    private final EventWriter out;
    private int index = -1;

    BlockEvents(EventWriter out) {
        this.out = out;
    }

    void startText() {
        end(start("text").text("text", ""));
    }

    void startThinking() {
        // Clients add up deltas: both members have to be there, and empty.
        end(start("thinking").text("thinking", "").text("signature", ""));
    }

    void startTool(PartHead.ToolCall call) {
        JsonWriter json =
                start("tool_use").text("id", call.id()).text("name", call.name().name());
        // Clients that find arguments here take them for all there is.
        json.object("input").endObject();
        call.extras().of(Dialect.ANTHROPIC).forEach(json::raw);
        end(json);
    }

    void text(String text) {
        end(delta("text_delta").text("text", text));
    }

    void thinking(String text) {
        end(delta("thinking_delta").text("thinking", text));
    }

    void signature(String signature) {
        end(delta("signature_delta").text("signature", signature));
    }

    void arguments(String json) {
        end(delta("input_json_delta").text("partial_json", json));
    }

    void citation(RawJson citation) {
        end(delta("citations_delta").raw("citation", citation));
    }

    void stop() {
        event("content_block_stop").number("index", index).endObject();
        out.end();
    }

    /** A thought without words: a signature and nothing else. */
    void sealed(String signature) {
        startThinking();
        signature(signature);
        stop();
    }

    void redacted(String data) {
        end(start("redacted_thinking").text("data", data));
        stop();
    }

    /** A block that is known whole; arguments of server tools come as a delta, as from the API. */
    void whole(RawJson block) {
        Members members = Members.of(block);
        RawJson input = members.raw("input");
        if (input == null) {
            event("content_block_start")
                    .number("index", ++index)
                    .raw("content_block", block)
                    .endObject();
            out.end();
            stop();
            return;
        }
        JsonWriter json = start(members.type());
        members.rest(Set.of("type", "input")).forEach(json::raw);
        json.object("input").endObject();
        end(json);
        arguments(written(input));
        stop();
    }

    private static String written(RawJson input) {
        if (!input.isText()) {
            return input.text();
        }
        try (JsonReader in = input.read()) {
            return String.valueOf(in.text());
        }
    }

    private JsonWriter start(String type) {
        return event("content_block_start")
                .number("index", ++index)
                .object("content_block")
                .text("type", type);
    }

    private JsonWriter event(String type) {
        return out.begin(type).object().text("type", type);
    }

    private JsonWriter delta(String type) {
        return event("content_block_delta")
                .number("index", index)
                .object("delta")
                .text("type", type);
    }

    /** Closes the inner object and the event. */
    private void end(JsonWriter json) {
        json.endObject().endObject();
        out.end();
    }
}
