package io.ninerouter.quickstart.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** OpenAI Responses. Stateless: {@code previous_response_id} is refused. */
record ResponsesScript() implements Script {

    @Override
    public Ask read(JsonNode body, Call call) {
        String model = Json.text(body, "model");
        if (body.path("previous_response_id").isTextual()) {
            throw Refusal.badRequest("previous_response_id: no response is stored (expected: the whole input)");
        }
        JsonNode input = body.path("input");
        String text = "";
        String result = null;
        if (input.isTextual()) {
            text = input.textValue();
        } else {
            for (JsonNode item : Json.list(body, "input")) {
                String content = Json.content(item.path("content"));
                text = item.path("role").asText().equals("user") ? content : text;
                result = item.path("type").asText().endsWith("_call_output") ? Json.content(item.path("output")) : null;
            }
        }
        List<ToolSpec> tools = new ArrayList<>();
        for (JsonNode tool : body.path("tools")) {
            if (tool.path("type").asText().equals("function")
                    && tool.path("name").isTextual()) {
                tools.add(new ToolSpec(tool.path("name").textValue(), tool.path("parameters")));
            }
        }
        int tokens = Tokens.of(input) + Tokens.of(body.path("instructions")) + Tokens.of(body.path("tools"));
        return new Ask(model, text, result, tools, Json.number(body, "max_output_tokens"), tokens);
    }

    @Override
    public boolean streams(JsonNode body, Call call) {
        return body.path("stream").asBoolean();
    }

    @Override
    public List<Frame> stream(Answer answer, JsonNode body, Call call) {
        return new ResponsesStream(answer).frames();
    }

    @Override
    public String streamType(Call call) {
        return "text/event-stream; charset=utf-8";
    }

    @Override
    public JsonNode unary(Answer answer) {
        return ResponsesObjects.response(answer, answer.cut() ? "incomplete" : "completed");
    }

    @Override
    public JsonNode count(int tokens) {
        throw new Refusal(404, "this dialect does not count tokens");
    }

    @Override
    public JsonNode models(List<String> ids) {
        return new ChatScript().models(ids);
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
}
