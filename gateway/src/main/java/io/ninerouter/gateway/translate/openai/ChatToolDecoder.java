package io.ninerouter.gateway.translate.openai;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the tools of a request, and what is said of choosing them. */
final class ChatToolDecoder {
    private final List<Tool> tools = new ArrayList<>();
    private @Nullable ToolChoice choice;
    private @Nullable Boolean parallel;

    Tooling tooling() {
        return new Tooling(tools, choice, parallel);
    }

    void parallel(@Nullable Boolean value) {
        parallel = value;
    }

    void tools(JsonReader in) {
        if (in.array()) {
            while (in.nextElement()) {
                int mark = in.mark();
                if (!in.object()) {
                    throw in.expected("object");
                }
                tools.add(new Declaration().read(in, mark));
            }
        }
    }

    /** The list of functions that came before tools. */
    void functions(JsonReader in) {
        if (in.array()) {
            while (in.nextElement()) {
                Declaration declaration = new Declaration();
                if (in.object()) {
                    while (in.nextField()) {
                        declaration.inner(in);
                    }
                }
                tools.add(declaration.function(Map.of()));
            }
        }
    }

    /** {@code "auto"}, {@code "none"}, {@code "required"} or an object; also the older {@code {"name"}}. */
    void choice(JsonReader in) {
        RawJson raw = in.raw();
        try (JsonReader inner = raw.read()) {
            if (inner.kind() == JsonKind.TEXT) {
                choice = switch (String.valueOf(inner.text())) {
                    case "auto" -> new ToolChoice.Auto();
                    case "none" -> new ToolChoice.None();
                    case "required", "any" -> new ToolChoice.Any();
                    default -> new ToolChoice.Opaque(Dialect.OPENAI_CHAT, raw);
                };
            } else if (inner.object()) {
                choice = choice(inner, raw);
            }
        }
    }

    private static ToolChoice choice(JsonReader in, RawJson raw) {
        String type = "";
        String name = null;
        String mode = "auto";
        List<ToolName> allowed = null;
        while (in.nextField()) {
            switch (in.name()) {
                case "type" -> type = String.valueOf(in.text());
                case "name" -> name = in.text();
                case "function", "custom" -> name = name(in);
                case "mode" -> mode = String.valueOf(in.text());
                case "tools" -> allowed = names(in);
                case "allowed_tools" -> {
                    if (in.object()) {
                        while (in.nextField()) {
                            switch (in.name()) {
                                case "mode" -> mode = String.valueOf(in.text());
                                case "tools" -> allowed = names(in);
                                default -> in.skip();
                            }
                        }
                    }
                }
                default -> in.skip();
            }
        }
        if (allowed != null) {
            return new ToolChoice.Allowed(mode.equals("required"), allowed);
        }
        if (name != null) {
            return new ToolChoice.Forced(new ToolName(name, null, type.equals("custom")));
        }
        return switch (type) {
            case "auto" -> new ToolChoice.Auto();
            case "any", "required" -> new ToolChoice.Any();
            case "none" -> new ToolChoice.None();
            default -> new ToolChoice.Opaque(Dialect.OPENAI_CHAT, raw);
        };
    }

    private static @Nullable String name(JsonReader in) {
        String name = null;
        if (in.object()) {
            while (in.nextField()) {
                if (in.name().equals("name")) {
                    name = in.text();
                }
            }
        }
        return name;
    }

    private static List<ToolName> names(JsonReader in) {
        List<ToolName> names = new ArrayList<>();
        if (in.array()) {
            while (in.nextElement()) {
                boolean custom = false;
                String name = null;
                if (in.object()) {
                    while (in.nextField()) {
                        switch (in.name()) {
                            case "type" -> custom = "custom".equals(in.text());
                            case "function", "custom" -> name = name(in);
                            case "name" -> name = in.text();
                            default -> in.skip();
                        }
                    }
                }
                if (name != null) {
                    names.add(new ToolName(name, null, custom));
                }
            }
        }
        return names;
    }

    /** One declaration; the members of {@code function} may also stand beside {@code type}. */
    private static final class Declaration {
        private final Map<String, RawJson> extras = new LinkedHashMap<>();
        private String type = "function";
        private @Nullable String name;
        private @Nullable String description;
        private @Nullable RawJson schema;
        private @Nullable Boolean strict;
        private Tool.@Nullable Grammar grammar;

        Tool read(JsonReader in, int mark) {
            while (in.nextField()) {
                switch (in.name()) {
                    case "type" -> type = String.valueOf(in.text());
                    case "function", "custom" -> {
                        if (in.object()) {
                            while (in.nextField()) {
                                inner(in);
                            }
                        }
                    }
                    case "name", "description", "parameters", "input_schema", "strict" -> inner(in);
                    default -> extras.put(in.name(), in.raw());
                }
            }
            if (name != null && type.equals("custom")) {
                return new Tool.Custom(ToolName.custom(name), description, grammar, options(extras));
            }
            if (name != null && type.equals("function")) {
                return function(extras);
            }
            return new Tool.Server(Dialect.OPENAI_CHAT, type, in.since(mark), null);
        }

        void inner(JsonReader in) {
            switch (in.name()) {
                case "name" -> name = in.text();
                case "description" -> description = in.text();
                case "parameters", "input_schema" -> schema = in.rawOrNull();
                case "strict" -> strict = in.bool();
                case "format" -> grammar(in);
                default -> in.skip();
            }
        }

        Tool function(Map<String, RawJson> more) {
            return new Tool.Function(
                    ToolName.function(name == null ? "" : name), description, schema, strict, options(more));
        }

        private static Tool.Options options(Map<String, RawJson> extras) {
            return extras.isEmpty()
                    ? Tool.Options.NONE
                    : new Tool.Options(false, null, false, null, new Extras(Dialect.OPENAI_CHAT, extras));
        }

        /** {@code {"type":"grammar","grammar":{"syntax","definition"}}}; the inner object may be missing. */
        private void grammar(JsonReader in) {
            String syntax = null;
            String definition = null;
            if (in.object()) {
                while (in.nextField()) {
                    switch (in.name()) {
                        case "syntax" -> syntax = in.text();
                        case "definition" -> definition = in.text();
                        case "grammar" -> grammar(in);
                        default -> in.skip();
                    }
                }
            }
            if (syntax != null && definition != null) {
                grammar = new Tool.Grammar(syntax, definition);
            }
        }
    }
}
