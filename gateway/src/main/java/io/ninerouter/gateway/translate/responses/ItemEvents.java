package io.ninerouter.gateway.translate.responses;

import io.ninerouter.gateway.codec.EventWriter;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of the items of an answer, numbered, and collects the items that are complete, which the last event
 * repeats. Without a writer it only collects.
 */
final class ItemEvents {
    private final @Nullable EventWriter out;
    private final ByteBuilder finished = new ByteBuilder(256);
    private final JsonWriter output = new JsonWriter(finished).array();
    private final ByteBuilder scratch = new ByteBuilder(256);
    private long sequence;
    private int index = -1;

    /**
     * Events.
     *
     * @param out null = none are wanted
     */
    ItemEvents(@Nullable EventWriter out) {
        this.out = out;
    }

    /** The number of the next event. */
    long nextSequence() {
        return sequence++;
    }

    /** The items so far, as a list; to be called once. */
    RawJson output() {
        output.endArray();
        byte[] bytes = finished.take();
        return new RawJson(Utf8.slice(bytes, 0, bytes.length));
    }

    /** An item begins: written as it is so far. */
    void added(OutputItem item) {
        index++;
        JsonWriter json = begin("response.output_item.added");
        if (json != null) {
            json.number("output_index", index).name("item");
            item.write("in_progress", json);
            end(json);
        }
    }

    /** An item is complete. */
    void done(OutputItem item, String status) {
        item.write(status, new JsonWriter(scratch));
        byte[] bytes = scratch.take();
        RawJson written = new RawJson(Utf8.slice(bytes, 0, bytes.length));
        output.raw(written);
        JsonWriter json = begin("response.output_item.done");
        if (json != null) {
            end(json.number("output_index", index).raw("item", written));
        }
    }

    /** A piece of a message begins or is complete. */
    void content(String type, OutputItem.Words item) {
        JsonWriter json = piece(type, item.id(), "content_index", item.content().size() - 1);
        if (json != null) {
            json.name("part");
            item.last().write(json);
            end(json);
        }
    }

    /** Words are added to a message. */
    void words(OutputItem.Words item, String delta) {
        boolean refusal = item.last().refusal;
        JsonWriter json = piece(
                refusal ? "response.refusal.delta" : "response.output_text.delta",
                item.id(),
                "content_index",
                item.content().size() - 1);
        if (json != null) {
            json.text("delta", delta);
            if (!refusal) {
                json.array("logprobs").endArray();
            }
            end(json);
        }
    }

    /** The words of a piece are complete. */
    void wordsDone(OutputItem.Words item) {
        OutputItem.Content last = item.last();
        JsonWriter json = piece(
                last.refusal ? "response.refusal.done" : "response.output_text.done",
                item.id(),
                "content_index",
                item.content().size() - 1);
        if (json != null) {
            json.text(last.refusal ? "refusal" : "text", last.text.toString());
            if (!last.refusal) {
                OutputItem.Content.list(json, "logprobs", last.logprobs);
            }
            end(json);
        }
    }

    /** A citation is added to the last piece. */
    void annotation(OutputItem.Words item) {
        OutputItem.Content last = item.last();
        JsonWriter json = piece(
                "response.output_text.annotation.added",
                item.id(),
                "content_index",
                item.content().size() - 1);
        if (json != null) {
            json.number("annotation_index", last.annotations.size() - 1);
            end(json.raw("annotation", last.annotations.getLast()));
        }
    }

    /** A stretch of reasoning begins or is complete. */
    void stretch(String state, OutputItem.Thought item, OutputItem.Stretch stretch) {
        String type = (stretch.summary() ? "response.reasoning_summary_part." : "response.content_part.") + state;
        JsonWriter json = piece(type, item.id(), place(stretch), stretch.index());
        if (json != null) {
            json.name("part");
            stretch.write(json);
            end(json);
        }
    }

    /** Words are added to a stretch of reasoning, or complete it. */
    void thought(String state, OutputItem.Thought item, OutputItem.Stretch stretch, String text) {
        String type = (stretch.summary() ? "response.reasoning_summary_text." : "response.reasoning_text.") + state;
        JsonWriter json = piece(type, item.id(), place(stretch), stretch.index());
        if (json != null) {
            end(json.text(state.equals("delta") ? "delta" : "text", text));
        }
    }

    private static String place(OutputItem.Stretch stretch) {
        return stretch.summary() ? "summary_index" : "content_index";
    }

    /** Input is added to a call. */
    void input(OutputItem.Call item, String delta) {
        JsonWriter json = of(
                item.custom() ? "response.custom_tool_call_input.delta" : "response.function_call_arguments.delta",
                item.id());
        if (json != null) {
            end(json.text("delta", delta));
        }
    }

    /** The input of a call is complete. */
    void inputDone(OutputItem.Call item) {
        String text = item.input().toString();
        JsonWriter json = of(
                item.custom() ? "response.custom_tool_call_input.done" : "response.function_call_arguments.done",
                item.id());
        if (json == null) {
            return;
        }
        if (item.custom()) {
            end(json.text("input", text));
        } else {
            end(json.text("name", item.head().name().name()).text("arguments", text));
        }
    }

    private @Nullable JsonWriter piece(String type, String id, String place, int position) {
        JsonWriter json = of(type, id);
        return json == null ? null : json.number(place, position);
    }

    private @Nullable JsonWriter of(String type, String id) {
        JsonWriter json = begin(type);
        return json == null ? null : json.text("item_id", id).number("output_index", index);
    }

    private @Nullable JsonWriter begin(String type) {
        return out == null
                ? null
                : out.begin(type).object().text("type", type).number("sequence_number", nextSequence());
    }

    private void end(JsonWriter json) {
        json.endObject();
        if (out != null) {
            out.end();
        }
    }
}
