package io.ninerouter.quickstart.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Anthropic Messages. */
record AnthropicScript() implements Script {

    @Override
    public Ask read(JsonNode body, Call call) {
        String model = Json.text(body, "model");
        JsonNode messages = Json.list(body, "messages");
        Integer max = Json.number(body, "max_tokens");
        if (max == null && call.operation() == Call.Operation.GENERATE) {
            throw Refusal.badRequest("max_tokens: Field required");
        }
        String text = "";
        String result = null;
        for (JsonNode message : messages) {
            boolean user = Json.text(message, "role").equals("user");
            String results = user ? results(message.path("content")) : null;
            text = user && results == null ? Json.content(message.path("content")) : text;
            result = results;
        }
        List<ToolSpec> tools = new ArrayList<>();
        for (JsonNode tool : body.path("tools")) {
            if (tool.path("name").isTextual() && tool.has("input_schema")) {
                tools.add(new ToolSpec(tool.path("name").textValue(), tool.path("input_schema")));
            }
        }
        int tokens = Tokens.of(messages) + Tokens.of(body.path("system")) + Tokens.of(body.path("tools"));
        return new Ask(model, text, result, tools, max, tokens);
    }

    /** What tools returned, when a message brings that; else null. */
    private static @Nullable String results(JsonNode content) {
        String text = null;
        for (JsonNode block : content) {
            if (block.path("type").asText().equals("tool_result")) {
                text = (text == null ? "" : text + "\n") + Json.content(block.path("content"));
            }
        }
        return text;
    }

    @Override
    public boolean streams(JsonNode body, Call call) {
        return body.path("stream").asBoolean();
    }

    @Override
    public List<Frame> stream(Answer answer, JsonNode body, Call call) {
        List<Frame> frames = new ArrayList<>();
        ObjectNode start = event("message_start");
        ObjectNode message = message(answer);
        message.putNull("stop_reason").putNull("stop_sequence");
        message.set("usage", usage(answer, 1));
        start.set("message", message);
        frames.add(frame(start, false));
        ToolCall made = answer.call();
        ObjectNode opened = event("content_block_start").put("index", 0);
        opened.set("content_block", made == null ? text("") : tool(answer, made, Json.object()));
        frames.add(frame(opened, false));
        frames.add(frame(event("ping"), false));
        if (made == null) {
            answer.words().forEach(word -> frames.add(delta("text_delta", "text", word)));
        } else {
            Fragments.of(made.arguments().toString())
                    .forEach(part -> frames.add(delta("input_json_delta", "partial_json", part)));
        }
        frames.add(frame(event("content_block_stop").put("index", 0), false));
        ObjectNode end = event("message_delta");
        end.putObject("delta").put("stop_reason", stopReason(answer)).putNull("stop_sequence");
        end.set("usage", usage(answer, answer.outputTokens()));
        frames.add(frame(end, false));
        frames.add(frame(event("message_stop"), false));
        return frames;
    }

    @Override
    public String streamType(Call call) {
        return "text/event-stream; charset=utf-8";
    }

    @Override
    public JsonNode unary(Answer answer) {
        ObjectNode message = message(answer);
        ToolCall made = answer.call();
        message.withArray("content").add(made == null ? text(answer.text()) : tool(answer, made, made.arguments()));
        message.put("stop_reason", stopReason(answer)).putNull("stop_sequence");
        message.set("usage", usage(answer, answer.outputTokens()));
        return message;
    }

    @Override
    public JsonNode count(int tokens) {
        return Json.object().put("input_tokens", tokens);
    }

    @Override
    public JsonNode models(List<String> ids) {
        ObjectNode list = Json.object();
        var data = list.putArray("data");
        for (String id : ids) {
            data.addObject()
                    .put("type", "model")
                    .put("id", id)
                    .put("display_name", id)
                    .put("created_at", "2025-10-09T00:00:00Z")
                    .put("lifecycle", "active");
        }
        return list.put("has_more", false).put("first_id", ids.getFirst()).put("last_id", ids.getLast());
    }

    @Override
    public JsonNode error(int status, String message) {
        ObjectNode body = Json.object().put("type", "error");
        String type = switch (status) {
            case 401 -> "authentication_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            default -> status < 500 ? "invalid_request_error" : "api_error";
        };
        body.putObject("error").put("type", type).put("message", message);
        return body;
    }

    @Override
    public Map<String, String> windows(Allowance allowance) {
        return allowance.anthropic();
    }

    @Override
    public Optional<String> credential(Function<String, @Nullable String> header, Call call) {
        String key = header.apply("x-api-key");
        return key == null ? OpenAiError.bearer(header.apply("authorization")) : Optional.of(key);
    }

    private static ObjectNode event(String type) {
        return Json.object().put("type", type);
    }

    private static ObjectNode message(Answer answer) {
        ObjectNode message = Json.object()
                .put("id", "msg_" + answer.id())
                .put("type", "message")
                .put("role", "assistant")
                .put("model", answer.model());
        message.putArray("content");
        return message;
    }

    private static ObjectNode text(String text) {
        return Json.object().put("type", "text").put("text", text);
    }

    private static ObjectNode tool(Answer answer, ToolCall made, ObjectNode input) {
        ObjectNode block = Json.object()
                .put("type", "tool_use")
                .put("id", "toolu_" + answer.id())
                .put("name", made.name());
        block.set("input", input);
        return block;
    }

    private static Frame delta(String type, String field, String value) {
        ObjectNode delta = event("content_block_delta").put("index", 0);
        delta.putObject("delta").put("type", type).put(field, value);
        return frame(delta, true);
    }

    private static String stopReason(Answer answer) {
        return answer.cut() ? "max_tokens" : answer.call() == null ? "end_turn" : "tool_use";
    }

    private static ObjectNode usage(Answer answer, int outputTokens) {
        return Json.object()
                .put("input_tokens", answer.inputTokens())
                .put("cache_creation_input_tokens", 0)
                .put("cache_read_input_tokens", 0)
                .put("output_tokens", outputTokens)
                .put("service_tier", "standard");
    }

    private static Frame frame(ObjectNode event, boolean paced) {
        return new Frame("event: " + event.path("type").textValue() + "\ndata: " + event + "\n\n", paced);
    }
}
