package io.ninerouter.gateway.translate.responses;

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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tools of a request, those declared within the input too, and what is said of choosing them. */
final class ToolDecoder {
    private final List<Tool> tools = new ArrayList<>();
    private final Set<ToolName> names = new HashSet<>();
    private @Nullable ToolChoice choice;
    private @Nullable Boolean parallel;

    Tooling tooling() {
        return new Tooling(tools, choice, parallel);
    }

    void parallel(@Nullable Boolean value) {
        parallel = value;
    }

    /**
     * Reads a list of declarations.
     *
     * @param inserted whether it stands within the conversation
     */
    void tools(JsonReader in, boolean inserted) {
        list(in, new Group(null, null, false, inserted));
    }

    private void list(JsonReader in, Group group) {
        if (in.array()) {
            while (in.nextElement()) {
                int mark = in.mark();
                if (!in.object()) {
                    throw in.expected("object");
                }
                new Declaration(group).read(in, mark);
            }
        }
    }

    /** {@code "auto"}, {@code "none"}, {@code "required"} or an object. */
    void choice(JsonReader in) {
        RawJson raw = in.raw();
        try (JsonReader inner = raw.read()) {
            if (inner.kind() == JsonKind.TEXT) {
                choice = switch (String.valueOf(inner.text())) {
                    case "auto" -> new ToolChoice.Auto();
                    case "none" -> new ToolChoice.None();
                    case "required" -> new ToolChoice.Any();
                    default -> new ToolChoice.Opaque(Dialect.OPENAI_RESPONSES, raw);
                };
            } else if (inner.object()) {
                choice = choice(inner, raw);
            }
        }
    }

    private static ToolChoice choice(JsonReader in, RawJson raw) {
        Named named = new Named();
        String mode = "auto";
        List<ToolName> allowed = null;
        while (in.nextField()) {
            switch (in.name()) {
                case "mode" -> mode = String.valueOf(in.text());
                case "tools" -> allowed = names(in);
                default -> named.member(in);
            }
        }
        ToolName name = named.name();
        if (named.type.equals("allowed_tools") && allowed != null) {
            return new ToolChoice.Allowed(mode.equals("required"), allowed);
        }
        return name != null ? new ToolChoice.Forced(name) : new ToolChoice.Opaque(Dialect.OPENAI_RESPONSES, raw);
    }

    /** Names of the client's tools; null when the list has others, which only the dialect itself can choose. */
    private static @Nullable List<ToolName> names(JsonReader in) {
        List<ToolName> names = new ArrayList<>();
        boolean all = true;
        if (in.array()) {
            while (in.nextElement()) {
                Named named = new Named();
                if (in.object()) {
                    while (in.nextField()) {
                        named.member(in);
                    }
                }
                ToolName name = named.name();
                if (name == null) {
                    all = false;
                } else {
                    names.add(name);
                }
            }
        }
        return all ? names : null;
    }

    /** What a choice says of one tool. */
    private static final class Named {
        private String type = "";
        private @Nullable String name;
        private @Nullable String namespace;

        void member(JsonReader in) {
            switch (in.name()) {
                case "type" -> type = String.valueOf(in.text());
                case "name" -> name = in.text();
                case "namespace" -> namespace = in.text();
                default -> in.skip();
            }
        }

        @Nullable
        ToolName name() {
            boolean known = type.equals("function") || type.equals("custom");
            return (known && name != null) ? new ToolName(name, namespace, type.equals("custom")) : null;
        }
    }

    /** What the tools of one list have in common. */
    private record Group(@Nullable String name, @Nullable String description, boolean deferred, boolean inserted) {}

    /** One declaration. */
    private final class Declaration {
        private final Group group;
        private final Map<String, RawJson> extras = new LinkedHashMap<>();
        private String type = "";
        private @Nullable String name;
        private @Nullable String description;
        private @Nullable RawJson schema;
        private @Nullable RawJson members;
        private @Nullable Boolean strict;
        private boolean deferred;
        private Tool.@Nullable Grammar grammar;

        Declaration(Group group) {
            this.group = group;
        }

        void read(JsonReader in, int mark) {
            while (in.nextField()) {
                switch (in.name()) {
                    case "type" -> type = String.valueOf(in.text());
                    case "name" -> name = in.text();
                    case "description" -> description = in.lenientText();
                    case "parameters" -> schema = in.rawOrNull();
                    case "strict" -> strict = in.bool();
                    case "format" -> grammar(in);
                    case "defer_loading" -> deferred = Boolean.TRUE.equals(in.bool());
                    case "tools" -> members = in.rawOrNull();
                    default -> extras.put(in.name(), in.raw());
                }
            }
            RawJson raw = in.since(mark);
            boolean search = type.equals("tool_search") && ClientSearch.isClient(extras.get(ClientSearch.EXECUTION));
            if (search) {
                add(new Tool.Function(ClientSearch.NAME, description, schema, strict, options()), ClientSearch.NAME);
                return;
            }
            switch (name == null ? "" : type) {
                case "function" ->
                    add(new Tool.Function(name(false), description, schema, strict, options()), name(false));
                case "custom" -> add(new Tool.Custom(name(true), description, grammar, options()), name(true));
                case "namespace" -> namespace();
                default -> tools.add(new Tool.Server(Dialect.OPENAI_RESPONSES, type, raw, null));
            }
        }

        /** Adds a tool; one that is inserted again is there already. */
        private void add(Tool tool, ToolName declared) {
            if (names.add(declared) || !group.inserted()) {
                tools.add(tool);
            }
        }

        private void namespace() {
            if (members != null) {
                try (JsonReader in = members.read()) {
                    list(in, new Group(name, description, deferred, group.inserted()));
                }
            }
        }

        private ToolName name(boolean custom) {
            return new ToolName(String.valueOf(name), group.name(), custom);
        }

        private Tool.Options options() {
            return new Tool.Options(
                    deferred || group.deferred(),
                    group.description(),
                    group.inserted(),
                    null,
                    new Extras(Dialect.OPENAI_RESPONSES, extras));
        }

        /** {@code {"type":"grammar","syntax","definition"}}, or {@code {"type":"text"}}. */
        private void grammar(JsonReader in) {
            String syntax = null;
            String definition = null;
            if (in.object()) {
                while (in.nextField()) {
                    switch (in.name()) {
                        case "syntax" -> syntax = in.text();
                        case "definition" -> definition = in.text();
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
