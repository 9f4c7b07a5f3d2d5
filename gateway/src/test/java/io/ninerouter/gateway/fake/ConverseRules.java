package io.ninerouter.gateway.fake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Bedrock's Converse answers with a ValidationException, as far as it is known and holds for all models. */
public final class ConverseRules {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_CACHE_POINTS = 4;

    private static final Set<String> AUDIO = Set.of(
            "mp3", "opus", "wav", "aac", "flac", "mp4", "ogg", "mkv", "mka", "x-aac", "m4a", "mpeg", "mpga", "pcm",
            "webm");

    private final List<String> broken = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private final Set<String> documents = new HashSet<>();
    private boolean called;
    private int cachePoints;

    private ConverseRules() {}

    /** The rules that a request breaks; none when the service would take it. */
    public static List<String> broken(byte[] body) {
        ConverseRules rules = new ConverseRules();
        rules.request(JSON.readTree(body));
        return rules.broken;
    }

    private void request(JsonNode request) {
        members(
                request,
                "request",
                "messages",
                "system",
                "inferenceConfig",
                "toolConfig",
                "additionalModelRequestFields",
                "outputConfig",
                "guardrailConfig",
                "serviceTier");
        members(
                request.path("inferenceConfig"),
                "inferenceConfig",
                "maxTokens",
                "temperature",
                "topP",
                "stopSequences");
        check(!request.has("system") || !request.path("system").isEmpty(), "an empty system");
        for (JsonNode block : request.path("system")) {
            text(block);
            cachePoint(block);
        }
        tools(request.path("toolConfig"));
        JsonNode bound = request.path("outputConfig");
        output(bound);
        JsonNode before = null;
        for (JsonNode message : request.path("messages")) {
            message(message, before);
            before = message;
        }
        check(before != null, "no messages");
        if (before != null && before.path("role").asString("").equals("assistant")) {
            before.path("content").forEach(block -> check(!block.has("toolUse"), "the last turn calls a tool"));
            check(bound.isMissingNode(), "an answer after a schema that was begun");
        }
        check(!called || request.has("toolConfig"), "calls without toolConfig");
        check(cachePoints <= MAX_CACHE_POINTS, cachePoints + " cache points");
    }

    private void message(JsonNode message, JsonNode before) {
        members(message, "message", "role", "content");
        String role = message.path("role").asString("");
        String expected = before == null || before.path("role").asString("").equals("assistant") ? "user" : "assistant";
        check(role.equals(expected), "role " + role + " where " + expected + " has to be");
        check(!message.path("content").isEmpty(), "a message without content");
        Set<String> open = new HashSet<>();
        if (before != null) {
            before.path("content").forEach(block -> {
                if (block.has("toolUse")) {
                    open.add(block.path("toolUse").path("toolUseId").asString(""));
                }
            });
        }
        boolean words = false;
        boolean document = false;
        for (JsonNode block : message.path("content")) {
            check(block.size() == 1, "a block of " + block.propertyNames());
            text(block);
            cachePoint(block);
            words |= block.has("text");
            document |= block.has("document");
            block(block, role, open);
        }
        check(open.isEmpty(), "a call without its result");
        check(words || !document, "a document without words");
    }

    private void block(JsonNode block, String role, Set<String> open) {
        if (block.has("toolUse")) {
            JsonNode use = block.path("toolUse");
            called = true;
            check(role.equals("assistant"), "a call of the user");
            String id = use.path("toolUseId").asString("");
            check(id.matches("[a-zA-Z0-9_-]{1,64}") && ids.add(id), "id of a call: " + id);
            check(use.path("name").asString("").matches("[a-zA-Z0-9_-]{1,64}"), "name of a call");
            check(use.path("input").isObject(), "input is no object");
        }
        if (block.has("toolResult")) {
            JsonNode result = block.path("toolResult");
            called = true;
            check(open.remove(result.path("toolUseId").asString("")), "a result without its call, or a second one");
            check(!result.path("content").isEmpty(), "a result without content");
            for (JsonNode within : result.path("content")) {
                text(within);
                check(!within.has("audio"), "audio within a result");
            }
        }
        if (block.has("document")) {
            String name = block.path("document").path("name").asString("");
            boolean plain = name.matches("[a-zA-Z0-9()\\[\\] -]{1,200}") && !name.contains("  ");
            check(plain && documents.add(name), "name of a document: " + name);
        }
        if (block.has("audio")) {
            JsonNode audio = block.path("audio");
            check(role.equals("user"), "audio of the model");
            check(AUDIO.contains(audio.path("format").asString("")), "format of audio: " + audio.path("format"));
            check(
                    audio.path("source").size() == 1,
                    "a source of " + audio.path("source").propertyNames());
        }
        check(!block.has("reasoningContent") || role.equals("assistant"), "reasoning of the user");
    }

    private void output(JsonNode config) {
        if (config.isMissingNode()) {
            return;
        }
        JsonNode format = config.path("textFormat");
        check(format.path("type").asString("").equals("json_schema"), "a format without its type");
        String schema =
                format.path("structure").path("jsonSchema").path("schema").asString("");
        JsonNode tree = schema.isEmpty() ? JSON.missingNode() : JSON.readTree(schema);
        check(tree.isObject(), "a schema that is no text of an object");
        check(tree.path("type").asString("").equals("object"), "a schema whose root is no object");
        binding(tree);
    }

    /** What binds a model says of every object that it has no further members, and of no range how far it goes. */
    private void binding(JsonNode schema) {
        for (String range : List.of("minimum", "maximum", "multipleOf", "minLength", "maxLength", "maxItems")) {
            check(!schema.has(range), "a schema that binds with " + range);
        }
        check(schema.path("minItems").asInt(0) <= 1, "a schema that binds with minItems beyond 1");
        JsonNode more = schema.path("additionalProperties");
        boolean object = schema.path("type").asString("").equals("object") || schema.has("properties");
        check(!object || (more.isBoolean() && !more.asBoolean()), "an object that is not closed: " + schema);
        for (String named : List.of("properties", "$defs", "definitions")) {
            schema.path(named).forEach(this::binding);
        }
        for (String union : List.of("anyOf", "oneOf", "allOf")) {
            schema.path(union).forEach(this::binding);
        }
        if (schema.path("items").isObject()) {
            binding(schema.path("items"));
        }
    }

    private void tools(JsonNode config) {
        Set<String> names = new HashSet<>();
        check(config.isMissingNode() || !config.path("tools").isEmpty(), "toolConfig without tools");
        for (JsonNode tool : config.path("tools")) {
            cachePoint(tool);
            JsonNode told = tool.path("toolSpec");
            if (!told.isMissingNode()) {
                String name = told.path("name").asString("");
                check(name.matches("[a-zA-Z0-9_-]{1,64}") && names.add(name), "name of a tool: " + name);
                check(
                        !told.has("description")
                                || !told.path("description").asString("").isEmpty(),
                        "description");
                check(
                        told.path("inputSchema")
                                .path("json")
                                .path("type")
                                .asString("")
                                .equals("object"),
                        "schema");
                if (told.path("strict").asBoolean(false)) {
                    binding(told.path("inputSchema").path("json"));
                }
            }
        }
        String forced = config.path("toolChoice").path("tool").path("name").asString("");
        check(forced.isEmpty() || names.contains(forced), "a choice that is not declared");
    }

    private void text(JsonNode block) {
        check(!block.has("text") || !block.path("text").asString("").isBlank(), "a blank text");
    }

    private void cachePoint(JsonNode block) {
        cachePoints += block.has("cachePoint") ? 1 : 0;
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
