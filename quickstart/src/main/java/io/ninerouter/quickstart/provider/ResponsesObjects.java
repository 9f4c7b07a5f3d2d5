package io.ninerouter.quickstart.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The objects that the Responses dialect repeats in its events. */
final class ResponsesObjects {
    private ResponsesObjects() {}

    /** The response in a state of its life; output and usage are there once it is over. */
    static ObjectNode response(Answer answer, String status) {
        boolean over = !status.equals("in_progress");
        ObjectNode response = Json.object()
                .put("id", "resp_" + answer.id())
                .put("object", "response")
                .put("created_at", answer.createdSeconds())
                .put("status", status)
                .put("background", false)
                .putNull("error");
        if (status.equals("incomplete")) {
            response.putObject("incomplete_details").put("reason", "max_output_tokens");
        } else {
            response.putNull("incomplete_details");
        }
        response.putNull("instructions").putNull("max_output_tokens").put("model", answer.model());
        var output = response.putArray("output");
        if (over) {
            output.add(item(answer, answer.cut() ? "incomplete" : "completed"));
        }
        response.put("parallel_tool_calls", true).putNull("previous_response_id");
        response.putObject("reasoning").putNull("effort").putNull("summary");
        response.put("service_tier", "default").put("store", false).put("temperature", 1.0);
        response.putObject("text").putObject("format").put("type", "text");
        response.put("tool_choice", "auto").putArray("tools");
        response.put("top_p", 1.0).put("truncation", "disabled");
        response.set("usage", over ? usage(answer) : null);
        response.putNull("user").putObject("metadata");
        return response;
    }

    /** The one item of the output: a message or a function call; without content while it is in progress. */
    static ObjectNode item(Answer answer, String status) {
        boolean over = !status.equals("in_progress");
        ToolCall call = answer.call();
        ObjectNode item = Json.object().put("id", itemId(answer));
        if (call != null) {
            return item.put("type", "function_call")
                    .put("status", status)
                    .put("arguments", over ? call.arguments().toString() : "")
                    .put("call_id", "call_" + answer.id())
                    .put("name", call.name());
        }
        item.put("type", "message").put("status", status);
        var content = item.putArray("content");
        if (over) {
            content.add(part(answer.text()));
        }
        return item.put("role", "assistant");
    }

    /** A part of a message. */
    static ObjectNode part(String text) {
        ObjectNode part = Json.object().put("type", "output_text");
        part.putArray("annotations");
        part.putArray("logprobs");
        return part.put("text", text);
    }

    /** Id of the one item. */
    static String itemId(Answer answer) {
        return (answer.call() == null ? "msg_" : "fc_") + answer.id();
    }

    private static ObjectNode usage(Answer answer) {
        ObjectNode usage = Json.object().put("input_tokens", answer.inputTokens());
        usage.putObject("input_tokens_details").put("cached_tokens", 0).put("cache_write_tokens", 0);
        usage.put("output_tokens", answer.outputTokens());
        usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
        return usage.put("total_tokens", answer.totalTokens());
    }
}
