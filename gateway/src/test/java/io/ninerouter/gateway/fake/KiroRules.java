package io.ninerouter.gateway.fake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Kiro answers "Improperly formed request" to, as far as it is known: the order of turns, calls and results, ids and
 * names, tools, schemas, empty content, members that it does not know.
 */
public final class KiroRules {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_DESCRIPTION = 10_000;
    private static final Set<String> FORMATS = Set.of("png", "jpeg", "gif", "webp");

    private final List<String> broken = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Set<String> called = new HashSet<>();

    private KiroRules() {}

    /** The rules that a request breaks; none when Kiro would take it. */
    public static List<String> broken(byte[] body) {
        KiroRules rules = new KiroRules();
        rules.request(JSON.readTree(body));
        return rules.broken;
    }

    private void request(JsonNode request) {
        members(request, "request", "conversationState", "profileArn", "inferenceConfig");
        members(request.path("inferenceConfig"), "inferenceConfig", "maxTokens", "temperature", "topP");
        JsonNode state = request.path("conversationState");
        members(state, "conversationState", "chatTriggerType", "conversationId", "currentMessage", "history");
        check(state.path("chatTriggerType").asString("").equals("MANUAL"), "chatTriggerType");
        check(state.path("conversationId").asString("").matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "id");
        JsonNode before = null;
        for (JsonNode turn : state.path("history")) {
            turn(turn, before, false);
            before = turn;
        }
        turn(state.path("currentMessage"), before, true);
    }

    private void turn(JsonNode turn, JsonNode before, boolean current) {
        members(turn, "turn", "userInputMessage", "assistantResponseMessage");
        boolean user = turn.has("userInputMessage");
        boolean afterAssistant = before == null || before.has("assistantResponseMessage");
        check(turn.size() == 1 && user == afterAssistant, "turns do not alternate, or the first is not the user's");
        if (user) {
            user(turn.path("userInputMessage"), before, current);
        } else {
            check(!current, "the current message is not the user's");
            assistant(turn.path("assistantResponseMessage"));
        }
    }

    private void user(JsonNode message, JsonNode before, boolean current) {
        members(message, "userInputMessage", "content", "modelId", "origin", "userInputMessageContext", "images");
        check(!message.path("content").asString("").isBlank(), "content of the user is empty");
        check(!message.path("modelId").asString("").isEmpty(), "modelId is missing");
        check(!current || message.path("origin").asString("").equals("AI_EDITOR"), "origin");
        JsonNode context = message.path("userInputMessageContext");
        members(context, "userInputMessageContext", "tools", "toolResults");
        Set<String> open = new HashSet<>();
        if (before != null) {
            before.path("assistantResponseMessage")
                    .path("toolUses")
                    .forEach(use -> open.add(use.path("toolUseId").asString("")));
        }
        for (JsonNode result : context.path("toolResults")) {
            members(result, "toolResult", "toolUseId", "status", "content");
            check(open.remove(result.path("toolUseId").asString("")), "a result without its call, or a second one");
            check(Set.of("success", "error").contains(result.path("status").asString("")), "status");
            check(!result.path("content").isEmpty(), "a result without content");
            result.path("content")
                    .forEach(each -> check(!each.path("text").asString("").isEmpty(), "an empty result"));
        }
        check(open.isEmpty(), "a call without its result");
        message.path("images").forEach(this::image);
        check(current || context.path("tools").isMissingNode(), "tools in the history");
        if (current) {
            tools(context.path("tools"));
        }
    }

    private void image(JsonNode image) {
        members(image, "image", "format", "source");
        check(FORMATS.contains(image.path("format").asString("")), "format of an image");
        check(!image.path("source").path("bytes").asString("").isEmpty(), "an empty image");
    }

    private void assistant(JsonNode message) {
        members(message, "assistantResponseMessage", "content", "toolUses");
        check(!message.path("content").asString("").isBlank(), "content of the assistant is empty");
        for (JsonNode use : message.path("toolUses")) {
            members(use, "toolUse", "toolUseId", "name", "input");
            String id = use.path("toolUseId").asString("");
            check(id.matches("[A-Za-z0-9_-]{1,64}") && ids.add(id), "id of a call: " + id);
            check(use.path("input").isObject(), "input is no object");
            called.add(use.path("name").asString(""));
        }
    }

    private void tools(JsonNode tools) {
        check(tools.isMissingNode() || !tools.isEmpty(), "an empty list of tools");
        Set<String> names = new HashSet<>();
        for (JsonNode tool : tools) {
            members(tool, "tool", "toolSpecification");
            JsonNode told = tool.path("toolSpecification");
            members(told, "toolSpecification", "name", "description", "inputSchema");
            String name = told.path("name").asString("");
            check(name.matches("[A-Za-z_][A-Za-z0-9_-]{0,63}") && names.add(name), "name of a tool: " + name);
            int length = told.path("description").asString("").strip().length();
            check(length > 0 && length <= MAX_DESCRIPTION, "description of " + length + " characters");
            JsonNode schema = told.path("inputSchema").path("json");
            check(schema.path("type").asString("").equals("object"), "schema is no object");
            schema(schema);
        }
        check(names.containsAll(called), "a tool that was called is not declared");
    }

    private void schema(JsonNode schema) {
        if (!schema.isObject()) {
            return;
        }
        check(!schema.has("additionalProperties") && !schema.has("$schema"), "keyword that is refused");
        check(!schema.has("required") || !schema.path("required").isEmpty(), "an empty required");
        schema.path("properties").forEach(this::schema);
        schema(schema.path("items"));
        List.of("anyOf", "oneOf", "allOf").forEach(union -> schema.path(union).forEach(this::schema));
    }

    private void members(JsonNode object, String what, String... known) {
        object.propertyNames()
                .forEach(name -> check(Set.of(known).contains(name), what + "." + name + " is not known"));
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            broken.add(rule);
        }
    }
}
