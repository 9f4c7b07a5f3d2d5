package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolChoice;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.chat.Tooling;
import io.ninerouter.gateway.codec.Feature;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes {@code tools} and {@code toolConfig}. All functions stand in one tool: Vertex takes no second one. */
final class ToolEncoder {
    private static final RawJson NO_ARGUMENTS = RawJson.of("{\"type\":\"object\",\"properties\":{}}");

    private final GeminiModel model;
    private final Losses losses;
    private final JsonWriter out;

    ToolEncoder(GeminiModel model, Losses losses, JsonWriter out) {
        this.model = model;
        this.losses = losses;
        this.out = out;
    }

    void write(Tooling tooling, Map<String, RawJson> extras) {
        List<Tool.Function> functions = new ArrayList<>();
        List<Tool.Server> servers = new ArrayList<>();
        for (Tool tool : tooling.tools()) {
            switch (tool) {
                case Tool.Function function -> functions.add(function);
                case Tool.Server server -> servers.add(server);
                case Tool.Custom _ ->
                    throw new IllegalArgumentException("tool: free text (expected: a function, by the shaper)");
            }
        }
        tools(functions, servers);
        config(tooling, extras, functions);
    }

    private void tools(List<Tool.Function> functions, List<Tool.Server> servers) {
        List<RawJson> sayable = new ArrayList<>();
        for (Tool.Server server : servers) {
            RawJson own = server(server, !functions.isEmpty());
            if (own == null || sayable.contains(own)) {
                continue;
            }
            if (model.endpoint().oneTool() && !(functions.isEmpty() && sayable.isEmpty())) {
                losses.dropped(Feature.TOOLS_SERVER, "one kind of tool at a time");
            } else {
                sayable.add(own);
            }
        }
        if (functions.isEmpty() && sayable.isEmpty()) {
            return;
        }
        out.array("tools");
        sayable.forEach(out::raw);
        if (!functions.isEmpty()) {
            out.object().array("functionDeclarations");
            functions.forEach(this::function);
            out.endArray().endObject();
        }
        out.endArray();
    }

    private void function(Tool.Function function) {
        Tool.Options options = function.options();
        if (function.cache() != null) {
            losses.approximated(Feature.CACHE_HINTS, "the provider caches by itself");
        }
        if (options.deferred()) {
            losses.approximated(Feature.TOOLS_DEFERRED, "told at once");
        }
        if (options.inserted()) {
            losses.approximated(Feature.TOOLS_INSERTED, "declared beside the conversation");
        }
        if (Boolean.TRUE.equals(function.strict())) {
            losses.dropped(Feature.TOOL_STRICT, "Gemini holds all functions to their schema, or none");
        }
        out.object().text("name", function.name().name()).text("description", function.description());
        // Where calls are validated there has to be something to validate them against.
        RawJson schema = function.schema() == null && model.endpoint().oneTool() ? NO_ARGUMENTS : function.schema();
        OpenApi.writeArguments(schema, model.jsonSchema(), losses, out);
        options.extras().of(Dialect.GEMINI).forEach(out::raw);
        losses.foreign(options.extras(), Dialect.GEMINI);
        out.endObject();
    }

    /** A provider's tool as Gemini has it; null when it has none, or none that goes with functions. */
    private @Nullable RawJson server(Tool.Server server, boolean functions) {
        if (server.dialect() == Dialect.GEMINI) {
            return server.json();
        }
        String own = ownName(server.type());
        if (own == null) {
            losses.dropped(Feature.TOOLS_SERVER, "no such tool in Gemini");
            return null;
        }
        if (functions) {
            losses.dropped(Feature.TOOLS_SERVER, "does not go with functions in Gemini");
            return null;
        }
        losses.approximated(Feature.TOOLS_SERVER, "as Gemini's own, without its options");
        return RawJson.of("{\"" + own + "\":{}}");
    }

    private static @Nullable String ownName(String type) {
        if (type.startsWith("web_search")) {
            return "googleSearch";
        }
        if (type.startsWith("web_fetch")) {
            return "urlContext";
        }
        return type.startsWith("code_execution") || type.startsWith("code_interpreter") ? "codeExecution" : null;
    }

    private void config(Tooling tooling, Map<String, RawJson> extras, List<Tool.Function> functions) {
        if (Boolean.FALSE.equals(tooling.parallel())) {
            losses.dropped(Feature.PARALLEL_TOOL_CALLS, "Gemini decides itself");
        }
        Map<String, RawJson> config = new LinkedHashMap<>();
        Map<String, RawJson> calling = new LinkedHashMap<>();
        String prefix = ToolDecoder.PREFIX + ToolDecoder.CALLING;
        extras.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                calling.put(name.substring(prefix.length()), value);
            } else if (name.startsWith(ToolDecoder.PREFIX)) {
                config.put(name.substring(ToolDecoder.PREFIX.length()), value);
            }
        });
        Mode mode = functions.isEmpty() ? Mode.UNSAID : possible(mode(tooling.choice(), functions));
        if (!mode.word.isEmpty()) {
            boolean validated = mode.word.equals("AUTO") && calling.containsKey("mode");
            calling.put("mode", RawJson.of(validated ? "\"VALIDATED\"" : '"' + mode.word + '"'));
        }
        if (config.isEmpty() && calling.isEmpty()) {
            return;
        }
        out.object("toolConfig");
        if (!calling.isEmpty()) {
            out.object("functionCallingConfig");
            calling.forEach(out::raw);
            out.texts("allowedFunctionNames", mode.allowed).endObject();
        }
        config.forEach(out::raw);
        out.endObject();
    }

    /** Where calls are always held to their schema, none can be forced. */
    private Mode possible(Mode mode) {
        if (!model.endpoint().oneTool() || mode.word.equals("NONE")) {
            return mode;
        }
        if (mode.word.equals("ANY")) {
            Feature feature = mode.allowed.size() > 1 ? Feature.TOOL_CHOICE_ALLOWED : Feature.TOOL_CHOICE;
            losses.approximated(feature, "allowed, and not forced");
        }
        return new Mode("VALIDATED", mode.allowed);
    }

    private Mode mode(@Nullable ToolChoice choice, List<Tool.Function> functions) {
        return switch (choice) {
            case null -> Mode.UNSAID;
            case ToolChoice.Auto _ -> new Mode("AUTO", List.of());
            case ToolChoice.None _ -> new Mode("NONE", List.of());
            case ToolChoice.Any _ -> new Mode("ANY", List.of());
            case ToolChoice.Forced(ToolName name) -> new Mode("ANY", List.of(name.name()));
            case ToolChoice.Allowed(boolean required, List<ToolName> names) -> {
                List<String> allowed = names.stream()
                        .map(ToolName::name)
                        .filter(name ->
                                functions.stream().anyMatch(f -> f.name().name().equals(name)))
                        .toList();
                // Only where arguments are validated names may be given without forcing a call.
                yield new Mode(required ? "ANY" : "VALIDATED", allowed);
            }
            case ToolChoice.Opaque _ -> {
                losses.dropped(Feature.TOOL_CHOICE, "of another dialect");
                yield Mode.UNSAID;
            }
        };
    }

    private record Mode(String word, List<String> allowed) {
        static final Mode UNSAID = new Mode("", List.of());
    }
}
