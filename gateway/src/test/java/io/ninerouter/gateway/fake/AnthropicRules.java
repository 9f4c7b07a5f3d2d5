package io.ninerouter.gateway.fake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What Anthropic's Messages API answers with invalid_request_error, as far as its documentation and its own answers tell and as
 * it holds for Claude 4.5.
 */
public final class AnthropicRules {
    private static final Set<String> IMAGES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");

    private final List<String> broken = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    private AnthropicRules() {}

    /** The rules that a request breaks; none when the API would take it. */
    public static List<String> broken(JsonNode request) {
        AnthropicRules rules = new AnthropicRules();
        rules.request(request);
        return rules.broken;
    }

    private void request(JsonNode request) {
        check(request.path("max_tokens").asLong(0) > 0, "max_tokens");
        JsonNode messages = request.path("messages");
        check(!messages.isEmpty(), "no messages");
        check(messages.path(0).path("role").asString("").equals("user"), "the first message is not the user's");
        check(
                !request.has("system")
                        || !request.path("system").isEmpty()
                        || request.path("system").isString(),
                "system");
        content(request.path("system"), "system");
        for (int i = 0; i < messages.size(); i++) {
            message(messages, i);
        }
        tools(request);
        settings(request);
        check(request.toString().split("\"cache_control\"", -1).length <= 5, "more than four places for a cache");
    }

    private void message(JsonNode messages, int i) {
        JsonNode message = messages.get(i);
        String role = message.path("role").asString("");
        check(role.equals("user") || role.equals("assistant"), "role " + role);
        boolean last = i == messages.size() - 1;
        check(!message.path("content").isEmpty() || message.path("content").isString(), "message " + i + " is empty");
        content(message.path("content"), "message " + i);
        Set<String> called = new HashSet<>();
        if (i > 0) {
            messages.get(i - 1).path("content").forEach(block -> {
                if (block.path("type").asString("").equals("tool_use")) {
                    called.add(block.path("id").asString(""));
                }
            });
        }
        boolean others = false;
        Set<String> answered = new HashSet<>();
        for (JsonNode block : message.path("content")) {
            if (block.path("type").asString("").equals("tool_result")) {
                String id = block.path("tool_use_id").asString("");
                check(called.contains(id), "a result of no call: " + id);
                check(answered.add(id), "two results of " + id);
                check(!others, "a result behind other blocks");
            } else {
                others = true;
            }
        }
        check(answered.equals(called), "calls without a result: " + called);
        if (last && role.equals("assistant")) {
            message.path("content")
                    .forEach(block -> check(
                            !block.path("type").asString("").equals("tool_use"), "a call without a result at the end"));
            String text = message.path("content").isString()
                    ? message.path("content").asString()
                    : message.path("content")
                            .path(message.path("content").size() - 1)
                            .path("text")
                            .asString("");
            check(text.equals(text.stripTrailing()), "blanks at the end of what was begun");
        }
    }

    private void content(JsonNode content, String where) {
        check(!content.isString() || !content.asString().isBlank(), where + " is blank");
        for (JsonNode block : content) {
            switch (block.path("type").asString("")) {
                case "text" -> check(!block.path("text").asString("").isBlank(), where + " has a blank text");
                case "image" -> {
                    JsonNode source = block.path("source");
                    check(
                            !source.path("type").asString("").equals("base64")
                                    || IMAGES.contains(source.path("media_type").asString("")),
                            "image " + source.path("media_type"));
                }
                case "tool_use" -> {
                    String id = block.path("id").asString("");
                    check(id.matches("[a-zA-Z0-9_-]+"), "id of a call: " + id);
                    check(ids.add(id), "two calls " + id);
                    check(block.path("input").isObject(), "input of a call is no object");
                    name(block.path("name").asString(""));
                }
                case "tool_result" -> content(block.path("content"), where + ", result");
                default -> {
                    // Nothing is known of it.
                }
            }
        }
    }

    private void name(String name) {
        check(name.matches("[a-zA-Z0-9_-]{1,128}"), "name of a tool: " + name);
    }

    private void tools(JsonNode request) {
        Set<String> names = new HashSet<>();
        check(!request.has("tools") || request.path("tools").isArray(), "tools");
        for (JsonNode tool : request.path("tools")) {
            String name = tool.path("name").asString("");
            check(names.add(name), "two tools " + name);
            if (tool.has("type") && !tool.path("type").asString("").equals("custom")) {
                continue;
            }
            name(name);
            JsonNode schema = tool.path("input_schema");
            check(schema.path("type").asString("").equals("object"), "schema of " + name + " is no object");
            check(
                    !schema.has("anyOf") && !schema.has("oneOf") && !schema.has("allOf"),
                    "schema of " + name + " has a union at its top");
            schema.path("properties")
                    .propertyNames()
                    .forEach(each -> check(
                            each.matches("[a-zA-Z0-9_.-]{1,64}"), "member of the schema of " + name + ": " + each));
        }
        JsonNode choice = request.path("tool_choice");
        check(choice.isMissingNode() || !names.isEmpty(), "a choice among no tools");
        if (choice.has("name")) {
            check(names.contains(choice.path("name").asString()), "the chosen tool is none: " + choice.path("name"));
        }
        boolean thinks =
                request.path("thinking").path("type").asString("disabled").matches("enabled|adaptive");
        String kind = choice.path("type").asString("");
        check(!thinks || !(kind.equals("any") || kind.equals("tool")), "a forced call beside thinking");
    }

    private void settings(JsonNode request) {
        check(request.path("temperature").asDouble(0) <= 1, "temperature over 1");
        check(request.path("temperature").asDouble(0) >= 0, "temperature below 0");
        check(request.path("top_p").asDouble(0) <= 1, "top_p over 1");
        check(!(request.has("temperature") && request.has("top_p")), "temperature beside top_p");
        JsonNode thinking = request.path("thinking");
        if (thinking.path("type").asString("").equals("enabled")) {
            long budget = thinking.path("budget_tokens").asLong(0);
            check(budget >= 1_024, "a budget of " + budget);
            check(budget < request.path("max_tokens").asLong(0), "a budget of all tokens");
            check(request.path("temperature").asDouble(1) == 1, "temperature beside thinking");
            check(!request.has("top_k"), "top_k beside thinking");
        }
        request.path("stop_sequences").forEach(stop -> check(!stop.asString("").isBlank(), "a blank stop sequence"));
        for (String unknown :
                List.of("n", "logprobs", "seed", "stop", "response_format", "parallel_tool_calls", "user")) {
            check(!request.has(unknown), "member " + unknown);
        }
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            broken.add(rule);
        }
    }
}
