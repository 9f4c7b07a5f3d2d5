package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code tools} and {@code toolConfig}. */
final class ToolDecoder {
    /** Before the names of extras. */
    static final String PREFIX = "toolConfig.";

    static final String CALLING = "functionCallingConfig.";
    private static final RawJson VALIDATED = RawJson.of("\"VALIDATED\"");

    private final Map<String, RawJson> extras;
    private final List<Tool> tools = new ArrayList<>();
    private @Nullable ToolChoice choice;

    ToolDecoder(Map<String, RawJson> extras) {
        this.extras = extras;
    }

    Tooling tooling() {
        return new Tooling(tools, choice, null);
    }

    /** The tools: a list, or one that is not in a list. */
    void tools(JsonReader in) {
        if (in.kind() == JsonKind.OBJECT) {
            tool(in);
        } else if (in.array()) {
            while (in.nextElement()) {
                tool(in);
            }
        }
    }

    private void tool(JsonReader in) {
        if (in.object()) {
            while (in.nextField()) {
                String name = GeminiNames.camel(in.name());
                if (in.kind() == JsonKind.NULL) {
                    in.skip();
                } else if (!name.equals("functionDeclarations")) {
                    tools.add(new Tool.Server(Dialect.GEMINI, name, member(name, in.raw()), null));
                } else if (in.array()) {
                    while (in.nextElement()) {
                        tools.add(function(in));
                    }
                }
            }
        }
    }

    private static Tool.Function function(JsonReader in) {
        String name = null;
        String description = null;
        RawJson openApi = null;
        RawJson schema = null;
        Map<String, RawJson> others = new LinkedHashMap<>();
        if (in.object()) {
            while (in.nextField()) {
                String member = GeminiNames.camel(in.name());
                switch (member) {
                    case "name" -> name = in.text();
                    case "description" -> description = in.text();
                    case "parameters" -> openApi = in.rawOrNull();
                    case "parametersJsonSchema" -> schema = in.rawOrNull();
                    default -> {
                        RawJson raw = in.rawOrNull();
                        if (raw != null) {
                            others.put(member, raw);
                        }
                    }
                }
            }
        }
        if (name == null || name.isEmpty()) {
            throw new BadJsonException("functionDeclarations.name: missing (expected: the name of a function)");
        }
        if (schema == null && openApi != null) {
            schema = OpenApi.toJson(openApi);
        }
        Tool.Options options = new Tool.Options(false, null, false, null, new Extras(Dialect.GEMINI, others));
        return new Tool.Function(ToolName.function(name), description, schema, null, options);
    }

    void config(JsonReader in) {
        if (in.object()) {
            while (in.nextField()) {
                String name = GeminiNames.camel(in.name());
                if (in.kind() == JsonKind.NULL) {
                    in.skip();
                } else if (name.equals("functionCallingConfig")) {
                    calling(in);
                } else {
                    extras.put(PREFIX + name, in.raw());
                }
            }
        }
    }

    private void calling(JsonReader in) {
        String mode = "";
        List<ToolName> allowed = new ArrayList<>();
        if (in.object()) {
            while (in.nextField()) {
                String name = GeminiNames.camel(in.name());
                switch (name) {
                    case "mode" -> {
                        String scalar = in.scalar();
                        mode = GeminiNames.word(
                                scalar == null ? "" : scalar, "MODE_UNSPECIFIED", "AUTO", "ANY", "NONE", "VALIDATED");
                    }
                    case "allowedFunctionNames" -> names(in, allowed);
                    default -> {
                        RawJson raw = in.rawOrNull();
                        if (raw != null) {
                            extras.put(PREFIX + CALLING + name, raw);
                        }
                    }
                }
            }
        }
        choose(mode, allowed);
    }

    private void choose(String mode, List<ToolName> allowed) {
        switch (mode) {
            case "", "MODE_UNSPECIFIED" -> choice = null;
            case "AUTO" -> choice = new ToolChoice.Auto();
            case "NONE" -> choice = new ToolChoice.None();
            case "ANY" ->
                choice = switch (allowed.size()) {
                    case 0 -> new ToolChoice.Any();
                    case 1 -> new ToolChoice.Forced(allowed.getFirst());
                    default -> new ToolChoice.Allowed(true, allowed);
                };
            case "VALIDATED" -> {
                // As the model likes, but arguments are held to the schema: the second half is Gemini's alone.
                choice = allowed.isEmpty() ? new ToolChoice.Auto() : new ToolChoice.Allowed(false, allowed);
                extras.put(PREFIX + CALLING + "mode", VALIDATED);
            }
            default ->
                throw new BadJsonException(
                        "toolConfig.functionCallingConfig.mode: unknown (expected: AUTO, ANY, NONE or VALIDATED)");
        }
    }

    private static void names(JsonReader in, List<ToolName> allowed) {
        if (in.array()) {
            while (in.nextElement()) {
                String name = in.text();
                if (name != null && !name.isEmpty()) {
                    allowed.add(ToolName.function(name));
                }
            }
        }
    }

    private static RawJson member(String name, RawJson value) {
        ByteBuilder bytes = new ByteBuilder(64);
        new JsonWriter(bytes).object().raw(name, value).endObject();
        return new RawJson(Utf8.slice(bytes.toBytes(), 0, bytes.length()));
    }
}
