package io.ninerouter.gateway.fake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What OpenAI answers with 400 in either of its dialects, as far as its documentation and its own answers tell. */
public final class OpenAiRules {
    private final List<String> broken = new ArrayList<>();
    private final boolean reasons;

    private OpenAiRules(boolean reasons) {
        this.reasons = reasons;
    }

    /**
     * The rules that a request breaks; none when the API would take it.
     *
     * @param reasons whether the model reasons unless told otherwise
     */
    public static List<String> broken(JsonNode request, boolean reasons) {
        OpenAiRules rules = new OpenAiRules(reasons);
        if (request.has("messages")) {
            rules.chat(request);
        } else {
            rules.responses(request);
        }
        return rules.broken;
    }

    private void chat(JsonNode request) {
        check(!request.path("messages").isEmpty(), "no messages");
        Set<String> open = new HashSet<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode message : request.path("messages")) {
            String role = message.path("role").asString("");
            if (role.equals("tool")) {
                check(open.remove(message.path("tool_call_id").asString("")), "a result of no call");
                continue;
            }
            check(open.isEmpty(), "calls without a result: " + open);
            check(Set.of("system", "developer", "user", "assistant").contains(role), "role " + role);
            check(
                    role.equals("assistant")
                            || message.path("content").isString()
                            || !message.path("content").isEmpty(),
                    "a message without content");
            message.path("content").forEach(part -> {
                String type = part.path("type").asString("");
                check(!type.equals("image_url") || role.equals("user"), "an image that is not the user's");
            });
            check(!message.has("tool_calls") || !message.path("tool_calls").isEmpty(), "no calls");
            check(
                    !role.equals("assistant")
                            || message.has("tool_calls")
                            || (message.has("content")
                                    && !message.path("content").isNull())
                            || message.has("refusal"),
                    "an assistant that says nothing");
            for (JsonNode call : message.path("tool_calls")) {
                String id = call.path("id").asString("");
                check(ids.add(id) && open.add(id), "two calls " + id);
                check(!id.isEmpty() && id.length() <= 40, "id of a call: " + id);
                JsonNode called = call.has("custom") ? call.path("custom") : call.path("function");
                name(called.path("name").asString(""), 64);
            }
        }
        check(open.isEmpty(), "calls without a result at the end");
        List<JsonNode> functions = new ArrayList<>();
        request.path("tools")
                .forEach(tool -> functions.add(tool.has("custom") ? tool.path("custom") : tool.path("function")));
        tools(request, functions);
        settings(request, request.path("reasoning_effort").asString(""));
        check(request.path("stop").size() <= 4, "more than four stops");
        check(!request.has("n") || request.path("n").asInt() >= 1, "n");
        check(!request.has("top_k"), "top_k");
        check(!reasons || request.path("stop").isEmpty(), "stop of a model that reasons");
        JsonNode format = request.path("response_format").path("json_schema");
        check(
                !format.has("name") || format.path("name").asString("").matches("[a-zA-Z0-9_-]{1,64}"),
                "name of a format");
    }

    private void responses(JsonNode request) {
        JsonNode input = request.path("input");
        boolean known = request.has("previous_response_id");
        check(known || input.isString() || !input.isEmpty() || request.has("instructions"), "no input");
        Set<String> called = new HashSet<>();
        Set<String> answered = new HashSet<>();
        for (JsonNode item : input) {
            String type = item.path("type").asString("message");
            String id = item.path("call_id").asString("");
            switch (type) {
                case "function_call", "custom_tool_call" -> {
                    check(called.add(id), "two calls " + id);
                    check(!id.isEmpty() && id.length() <= 64, "id of a call: " + id);
                    name(item.path("name").asString(""), 128);
                }
                case "function_call_output", "custom_tool_call_output" -> {
                    check(known || called.contains(id), "a result of no call " + id);
                    check(answered.add(id), "two results of " + id);
                }
                case "message" -> {
                    String role = item.path("role").asString("");
                    check(Set.of("system", "developer", "user", "assistant").contains(role), "role " + role);
                    item.path("content").forEach(part -> {
                        String kind = part.path("type").asString("");
                        check(
                                role.equals("assistant") == (kind.startsWith("output_") || kind.equals("refusal")),
                                kind + " of " + role);
                    });
                }
                default -> {
                    // Nothing is known of it.
                }
            }
        }
        check(answered.containsAll(called), "calls without a result");
        List<JsonNode> functions = new ArrayList<>();
        request.path("tools").forEach(tool -> {
            if (tool.path("type").asString("").matches("function|custom")) {
                functions.add(tool);
            }
        });
        tools(request, functions);
        settings(request, request.path("reasoning").path("effort").asString(""));
        for (String unknown : List.of("stop", "n", "seed", "frequency_penalty", "max_tokens", "messages", "top_k")) {
            check(!request.has(unknown), "member " + unknown);
        }
        check(
                !request.has("max_output_tokens")
                        || request.path("max_output_tokens").asInt() >= 16,
                "max_output_tokens");
    }

    private void tools(JsonNode request, List<JsonNode> functions) {
        check(!request.has("tools") || !request.path("tools").isEmpty(), "an empty list of tools");
        Set<String> names = new HashSet<>();
        for (JsonNode function : functions) {
            String name = function.path("name").asString("");
            name(name, request.has("messages") ? 64 : 128);
            check(names.add(name), "two tools " + name);
            JsonNode schema = function.path("parameters");
            if (schema.isObject()) {
                check(schema.path("type").asString("").equals("object"), "schema of " + name + " is no object");
                lists(schema, name);
            }
        }
        JsonNode choice = request.path("tool_choice");
        check(choice.isMissingNode() || request.has("tools"), "a choice among no tools");
        check(
                !request.has("parallel_tool_calls") || request.has("tools") || request.has("input"),
                "parallel calls of no tools");
        String chosen = choice.path("name")
                .asString(choice.path("function").path("name").asString(""));
        check(chosen.isEmpty() || names.contains(chosen), "the chosen tool is none: " + chosen);
    }

    private void lists(JsonNode schema, String tool) {
        if (schema.path("type").toString().contains("\"array\"")) {
            check(schema.has("items") && !schema.path("items").isArray(), "a list in the schema of " + tool);
        }
        schema.forEach(each -> lists(each, tool));
    }

    private void name(String name, int most) {
        check(name.matches("[a-zA-Z0-9_-]+") && name.length() <= most, "name of a tool: " + name);
    }

    private void settings(JsonNode request, String effort) {
        double temperature = request.path("temperature").asDouble(0);
        check(temperature >= 0 && temperature <= 2, "temperature " + temperature);
        check(request.path("top_p").asDouble(0) <= 1, "top_p over 1");
        check(request.path("top_logprobs").asInt(0) <= 20, "top_logprobs");
        boolean thinks = reasons && !effort.equals("none");
        check(!thinks || !(request.has("temperature") || request.has("top_p")), "sampling of a model that reasons");
        check(!thinks || !(request.has("logprobs") || request.has("top_logprobs")), "logprobs of a model that reasons");
        check(request.path("metadata").size() <= 16, "metadata");
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            broken.add(rule);
        }
    }
}
