package io.ninerouter.quickstart.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Writes the events of one streamed response and numbers them. Used once, by one thread. */
final class ResponsesStream {
    private final Answer answer;
    private final List<Frame> frames = new ArrayList<>();

    ResponsesStream(Answer answer) {
        this.answer = answer;
    }

    /** All events, in order. */
    List<Frame> frames() {
        String end = answer.cut() ? "incomplete" : "completed";
        response("response.created", "in_progress");
        response("response.in_progress", "in_progress");
        item("response.output_item.added", "in_progress");
        ToolCall call = answer.call();
        if (call == null) {
            text();
        } else {
            arguments(call);
        }
        item("response.output_item.done", end);
        response("response." + end, end);
        return List.copyOf(frames);
    }

    private void text() {
        ObjectNode added = inPart("response.content_part.added");
        added.set("part", ResponsesObjects.part(""));
        add(added, false);
        for (String word : answer.words()) {
            ObjectNode delta = inPart("response.output_text.delta").put("delta", word);
            delta.putArray("logprobs");
            add(delta, true);
        }
        ObjectNode done = inPart("response.output_text.done").put("text", answer.text());
        done.putArray("logprobs");
        add(done, false);
        ObjectNode ended = inPart("response.content_part.done");
        ended.set("part", ResponsesObjects.part(answer.text()));
        add(ended, false);
    }

    private void arguments(ToolCall call) {
        String arguments = call.arguments().toString();
        for (String part : Fragments.of(arguments)) {
            add(inItem("response.function_call_arguments.delta").put("delta", part), true);
        }
        add(
                inItem("response.function_call_arguments.done")
                        .put("arguments", arguments)
                        .put("name", call.name()),
                false);
    }

    private void response(String type, String status) {
        ObjectNode event = Json.object().put("type", type);
        event.set("response", ResponsesObjects.response(answer, status));
        add(event, false);
    }

    private void item(String type, String status) {
        ObjectNode event = Json.object().put("type", type);
        event.set("item", ResponsesObjects.item(answer, status));
        add(event.put("output_index", 0), false);
    }

    private ObjectNode inItem(String type) {
        return Json.object()
                .put("type", type)
                .put("item_id", ResponsesObjects.itemId(answer))
                .put("output_index", 0);
    }

    private ObjectNode inPart(String type) {
        return inItem(type).put("content_index", 0);
    }

    private void add(ObjectNode event, boolean paced) {
        event.put("sequence_number", frames.size());
        frames.add(new Frame("event: " + event.path("type").textValue() + "\ndata: " + event + "\n\n", paced));
    }
}
