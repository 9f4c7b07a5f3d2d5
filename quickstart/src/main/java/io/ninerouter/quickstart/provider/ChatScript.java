package io.ninerouter.quickstart.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** OpenAI chat completions. */
record ChatScript() implements Script {

    @Override
    public Ask read(JsonNode body, Call call) {
        String model = Json.text(body, "model");
        JsonNode messages = Json.list(body, "messages");
        String text = "";
        String result = null;
        for (JsonNode message : messages) {
            String role = Json.text(message, "role");
            String content = Json.content(message.path("content"));
            text = role.equals("user") ? content : text;
            result = role.equals("tool") ? content : null;
        }
        List<ToolSpec> tools = new ArrayList<>();
        for (JsonNode tool : body.path("tools")) {
            JsonNode function = tool.path("function");
            if (function.path("name").isTextual()) {
                tools.add(new ToolSpec(function.path("name").textValue(), function.path("parameters")));
            }
        }
        Integer max = Json.number(body, "max_completion_tokens");
        return new Ask(
                model,
                text,
                result,
                tools,
                max == null ? Json.number(body, "max_tokens") : max,
                Tokens.of(messages) + Tokens.of(body.path("tools")));
    }

    @Override
    public boolean streams(JsonNode body, Call call) {
        return body.path("stream").asBoolean();
    }

    @Override
    public List<Frame> stream(Answer answer, JsonNode body, Call call) {
        boolean withUsage = body.path("stream_options").path("include_usage").asBoolean();
        List<Frame> frames = new ArrayList<>();
        ObjectNode opening = Json.object().put("role", "assistant");
        ToolCall made = answer.call();
        if (made == null) {
            opening.put("content", "");
        } else {
            opening.putNull("content");
        }
        opening.putNull("refusal");
        frames.add(frame(chunk(answer, opening, null, withUsage), false));
        for (String word : answer.words()) {
            frames.add(frame(chunk(answer, Json.object().put("content", word), null, withUsage), true));
        }
        if (made != null) {
            frames.add(frame(chunk(answer, toolDelta(answer, made), null, withUsage), true));
            for (String part : Fragments.of(made.arguments().toString())) {
                frames.add(frame(chunk(answer, argumentsDelta(part), null, withUsage), true));
            }
        }
        frames.add(frame(chunk(answer, Json.object(), finish(answer), withUsage), false));
        if (withUsage) {
            ObjectNode last = head(answer, "chat.completion.chunk");
            last.putArray("choices");
            last.set("usage", usage(answer));
            frames.add(frame(last, false));
        }
        frames.add(new Frame("data: [DONE]\n\n", false));
        return frames;
    }

    @Override
    public String streamType(Call call) {
        return "text/event-stream; charset=utf-8";
    }

    @Override
    public JsonNode unary(Answer answer) {
        ObjectNode body = head(answer, "chat.completion");
        ObjectNode choice = body.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        ToolCall made = answer.call();
        if (made == null) {
            message.put("content", answer.text());
        } else {
            message.putNull("content");
            ObjectNode tool = message.putArray("tool_calls").addObject();
            tool.put("id", "call_" + answer.id()).put("type", "function");
            tool.putObject("function")
                    .put("name", made.name())
                    .put("arguments", made.arguments().toString());
        }
        message.putNull("refusal").putArray("annotations");
        choice.putNull("logprobs").put("finish_reason", finish(answer));
        body.set("usage", usage(answer));
        return body.put("service_tier", "default");
    }

    @Override
    public JsonNode count(int tokens) {
        throw new Refusal(404, "this dialect does not count tokens");
    }

    @Override
    public JsonNode models(List<String> ids) {
        ObjectNode list = Json.object().put("object", "list");
        var data = list.putArray("data");
        for (String id : ids) {
            data.addObject()
                    .put("id", id)
                    .put("object", "model")
                    .put("created", 1_760_000_000)
                    .put("owned_by", "scripted");
        }
        return list;
    }

    @Override
    public JsonNode error(int status, String message) {
        return OpenAiError.of(status, message);
    }

    @Override
    public Map<String, String> windows(Allowance allowance) {
        return allowance.openAi();
    }

    @Override
    public Optional<String> credential(Function<String, @Nullable String> header, Call call) {
        return OpenAiError.bearer(header.apply("authorization"));
    }

    private static ObjectNode head(Answer answer, String object) {
        return Json.object()
                .put("id", "chatcmpl-" + answer.id())
                .put("object", object)
                .put("created", answer.createdSeconds())
                .put("model", answer.model());
    }

    private static ObjectNode chunk(Answer answer, ObjectNode delta, @Nullable String finish, boolean withUsage) {
        ObjectNode chunk = head(answer, "chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs").put("finish_reason", finish);
        return withUsage ? chunk.putNull("usage") : chunk;
    }

    private static ObjectNode toolDelta(Answer answer, ToolCall made) {
        ObjectNode delta = Json.object();
        ObjectNode tool = delta.putArray("tool_calls").addObject().put("index", 0);
        tool.put("id", "call_" + answer.id()).put("type", "function");
        tool.putObject("function").put("name", made.name()).put("arguments", "");
        return delta;
    }

    private static ObjectNode argumentsDelta(String part) {
        ObjectNode delta = Json.object();
        delta.putArray("tool_calls")
                .addObject()
                .put("index", 0)
                .putObject("function")
                .put("arguments", part);
        return delta;
    }

    private static String finish(Answer answer) {
        return answer.cut() ? "length" : answer.call() == null ? "stop" : "tool_calls";
    }

    private static ObjectNode usage(Answer answer) {
        ObjectNode usage = Json.object()
                .put("prompt_tokens", answer.inputTokens())
                .put("completion_tokens", answer.outputTokens())
                .put("total_tokens", answer.totalTokens());
        usage.putObject("prompt_tokens_details").put("cached_tokens", 0);
        usage.putObject("completion_tokens_details").put("reasoning_tokens", 0);
        return usage;
    }

    private static Frame frame(ObjectNode chunk, boolean paced) {
        return new Frame("data: " + chunk + "\n\n", paced);
    }
}
