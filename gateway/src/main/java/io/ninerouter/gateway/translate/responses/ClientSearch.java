package io.ninerouter.gateway.translate.responses;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ChatRequest;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.Tool;
import io.ninerouter.gateway.chat.ToolName;
import io.ninerouter.gateway.json.RawJson;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The search for deferred tools that the client runs itself (Codex): {@code tool_search}, {@code tool_search_call} and
 * {@code tool_search_output}. In the neutral model it is a function like others, so that any model can search; what it finds
 * counts as declared from then on. An extra tells it from a function of that name.
 */
final class ClientSearch {
    /** What the function is called. */
    static final ToolName NAME = ToolName.function("tool_search");

    /** The extra. */
    static final String EXECUTION = "execution";

    private static final RawJson CLIENT = RawJson.of("\"client\"");

    private ClientSearch() {}

    /** Whether the value of {@code execution} says that the client runs it. */
    static boolean isClient(@Nullable RawJson execution) {
        return CLIENT.equals(execution);
    }

    /** Whether these are extras of the search, of a call of it or of its result. */
    static boolean marks(Extras extras) {
        return isClient(extras.of(Dialect.OPENAI_RESPONSES).get(EXECUTION));
    }

    /** Whether the request declares the search. */
    static boolean declaredIn(ChatRequest request) {
        return request.tooling().tools().stream()
                .anyMatch(tool -> tool instanceof Tool.Function function
                        && function.name().equals(NAME)
                        && marks(function.options().extras()));
    }

    /** What a model is told that knows results as text only. */
    static String told(List<Tool> found) {
        String names = found.stream().map(ClientSearch::name).collect(Collectors.joining(", "));
        return names.isEmpty() ? "No tools were found." : "Found, and callable from now on: " + names;
    }

    private static String name(Tool tool) {
        return switch (tool) {
            case Tool.Function function -> name(function.name());
            case Tool.Custom custom -> name(custom.name());
            case Tool.Server server -> server.type();
        };
    }

    private static String name(ToolName name) {
        return name.namespace() == null ? name.name() : name.name() + " of " + name.namespace();
    }
}
