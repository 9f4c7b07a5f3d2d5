package io.ninerouter.quickstart.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gemini: server-sent events with CRLF when asked for by {@code alt=sse}, else a stream that is one JSON array. */
record GeminiScript() implements Script {

    @Override
    public Ask read(JsonNode body, Call call) {
        JsonNode contents = Json.list(body, "contents");
        String text = "";
        String result = null;
        for (JsonNode content : contents) {
            // A content without a role is the user's.
            boolean user = !content.path("role").asText().equals("model");
            String results = results(content.path("parts"));
            text = user && results == null ? Json.content(content.path("parts")) : text;
            result = results;
        }
        List<ToolSpec> tools = new ArrayList<>();
        for (JsonNode tool : body.path("tools")) {
            for (JsonNode function : tool.path("functionDeclarations")) {
                JsonNode schema = function.path("parametersJsonSchema");
                tools.add(new ToolSpec(
                        Json.text(function, "name"), schema.isMissingNode() ? function.path("parameters") : schema));
            }
        }
        Integer max = Json.number(body.path("generationConfig"), "maxOutputTokens");
        int tokens = Tokens.of(contents) + Tokens.of(body.path("systemInstruction")) + Tokens.of(body.path("tools"));
        return new Ask(call.model(), text, result, tools, max, tokens);
    }

    /** What functions returned, when a content brings that; else null. */
    private static @Nullable String results(JsonNode parts) {
        String text = null;
        for (JsonNode part : parts) {
            if (part.has("functionResponse")) {
                JsonNode response = part.path("functionResponse").path("response");
                text = (text == null ? "" : text + "\n") + response;
            }
        }
        return text;
    }

    @Override
    public boolean streams(JsonNode body, Call call) {
        return call.streaming();
    }

    @Override
    public List<Frame> stream(Answer answer, JsonNode body, Call call) {
        List<ObjectNode> chunks = new ArrayList<>();
        ToolCall made = answer.call();
        if (made != null) {
            chunks.add(chunk(answer, call(answer, made), true));
        } else {
            List<String> words = answer.words();
            for (int i = 0; i < words.size(); i++) {
                chunks.add(chunk(answer, Json.object().put("text", words.get(i)), i == words.size() - 1));
            }
        }
        boolean events = sse(call);
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < chunks.size(); i++) {
            String text = events
                    ? "data: " + chunks.get(i) + "\r\n\r\n"
                    : (i == 0 ? "[" : ",\n") + chunks.get(i) + "\n" + (i == chunks.size() - 1 ? "]\n" : "");
            frames.add(new Frame(text, true));
        }
        return frames;
    }

    @Override
    public String streamType(Call call) {
        return sse(call) ? "text/event-stream" : "application/json; charset=UTF-8";
    }

    @Override
    public JsonNode unary(Answer answer) {
        ToolCall made = answer.call();
        return chunk(answer, made == null ? Json.object().put("text", answer.text()) : call(answer, made), true);
    }

    @Override
    public JsonNode count(int tokens) {
        return Json.object().put("totalTokens", tokens);
    }

    @Override
    public JsonNode models(List<String> ids) {
        ObjectNode list = Json.object();
        var models = list.putArray("models");
        for (String id : ids) {
            models.addObject()
                    .put("name", "models/" + id)
                    .put("version", "1")
                    .put("displayName", id)
                    .put("inputTokenLimit", 1_048_576)
                    .put("outputTokenLimit", 65_536)
                    .putArray("supportedGenerationMethods")
                    .add("generateContent")
                    .add("countTokens");
        }
        return list;
    }

    @Override
    public JsonNode error(int status, String message) {
        ObjectNode body = Json.object();
        String name = switch (status) {
            case 401 -> "UNAUTHENTICATED";
            case 404 -> "NOT_FOUND";
            default -> status < 500 ? "INVALID_ARGUMENT" : "INTERNAL";
        };
        body.putObject("error").put("code", status).put("message", message).put("status", name);
        return body;
    }

    @Override
    public Map<String, String> windows(Allowance allowance) {
        return Map.of();
    }

    @Override
    public Optional<String> credential(Function<String, @Nullable String> header, Call call) {
        String key = header.apply("x-goog-api-key");
        return Optional.ofNullable(key == null ? call.parameter("key") : key);
    }

    private static boolean sse(Call call) {
        return "sse".equals(call.parameter("alt"));
    }

    private static ObjectNode call(Answer answer, ToolCall made) {
        ObjectNode part = Json.object();
        ObjectNode function = part.putObject("functionCall").put("name", made.name());
        function.set("args", made.arguments());
        function.put("id", answer.id().substring(0, 8));
        return part;
    }

    private static ObjectNode chunk(Answer answer, ObjectNode part, boolean last) {
        ObjectNode chunk = Json.object();
        ObjectNode candidate = chunk.putArray("candidates").addObject();
        ObjectNode content = candidate.putObject("content");
        content.putArray("parts").add(part);
        content.put("role", "model");
        if (last) {
            candidate.put("finishReason", answer.cut() ? "MAX_TOKENS" : "STOP");
        }
        candidate.put("index", 0);
        ObjectNode usage = chunk.putObject("usageMetadata").put("promptTokenCount", answer.inputTokens());
        if (last) {
            usage.put("candidatesTokenCount", answer.outputTokens());
        }
        usage.put("totalTokenCount", last ? answer.totalTokens() : answer.inputTokens());
        return chunk.put("modelVersion", answer.model()).put("responseId", answer.id());
    }
}
