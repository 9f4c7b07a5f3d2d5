package io.ninerouter.gateway.fake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What the Gemini API answers with INVALID_ARGUMENT, as far as its documentation and its own answers tell. */
public final class GeminiRules {
    private final List<String> broken = new ArrayList<>();

    private GeminiRules() {}

    /** The rules that a request breaks; none when the API would take it. */
    public static List<String> broken(JsonNode request) {
        GeminiRules rules = new GeminiRules();
        rules.request(request);
        return rules.broken;
    }

    private void request(JsonNode request) {
        JsonNode contents = request.path("contents");
        check(!contents.isEmpty(), "no contents");
        int calls = 0;
        for (JsonNode content : contents) {
            String role = content.path("role").asString("user");
            check(role.equals("user") || role.equals("model"), "role " + role);
            check(!content.path("parts").isEmpty(), "a content without parts");
            int called = 0;
            int answered = 0;
            for (JsonNode part : content.path("parts")) {
                called += part.has("functionCall") ? 1 : 0;
                answered += part.has("functionResponse") ? 1 : 0;
                part(part);
            }
            check(answered == 0 || answered == calls, answered + " results of " + calls + " calls");
            check(calls == 0 || answered > 0, "calls without a result");
            calls = called;
        }
        check(calls == 0, "calls without a result at the end");
        tools(request);
        settings(request.path("generationConfig"));
    }

    private void part(JsonNode part) {
        Set<String> data = new HashSet<>(List.of(
                "text",
                "inlineData",
                "fileData",
                "functionCall",
                "functionResponse",
                "executableCode",
                "codeExecutionResult"));
        data.retainAll(part.propertyNames());
        check(data.size() == 1, "a part of " + data);
        check(
                !part.has("functionCall")
                        || part.path("functionCall").path("args").isObject()
                        || !part.path("functionCall").has("args"),
                "arguments that are no object");
        check(
                !part.has("functionResponse")
                        || part.path("functionResponse").path("response").isObject(),
                "a response that is no object");
    }

    private void tools(JsonNode request) {
        Set<String> names = new HashSet<>();
        for (JsonNode tool : request.path("tools")) {
            for (JsonNode function : tool.path("functionDeclarations")) {
                String name = function.path("name").asString("");
                check(name.matches("[A-Za-z_][A-Za-z0-9_.:-]{0,63}"), "name of a function: " + name);
                check(names.add(name), "two functions " + name);
                check(!(function.has("parameters") && function.has("parametersJsonSchema")), "two schemas of " + name);
            }
        }
        JsonNode calling = request.path("toolConfig").path("functionCallingConfig");
        calling.path("allowedFunctionNames")
                .forEach(name -> check(names.contains(name.asString()), "the allowed function is none: " + name));
    }

    private void settings(JsonNode config) {
        double temperature = config.path("temperature").asDouble(0);
        check(temperature >= 0 && temperature <= 2, "temperature " + temperature);
        check(config.path("topP").asDouble(0) <= 1, "topP over 1");
        check(config.path("stopSequences").size() <= 5, "more than five stops");
        config.path("stopSequences").forEach(stop -> check(!stop.asString("").isEmpty(), "an empty stop"));
        int candidates = config.path("candidateCount").asInt(1);
        check(candidates >= 1 && candidates <= 8, "candidates " + candidates);
        check(config.path("logprobs").asInt(0) <= 20, "logprobs");
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            broken.add(rule);
        }
    }
}
