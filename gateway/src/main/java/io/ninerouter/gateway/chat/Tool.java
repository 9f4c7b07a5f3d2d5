package io.ninerouter.gateway.chat;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.json.RawJson;
import org.jspecify.annotations.Nullable;

/** What a model may call. */
public sealed interface Tool {

    /** Where a prompt cache may end; null = not here. */
    @Nullable
    CacheHint cache();

    /**
     * A function with JSON arguments.
     *
     * @param schema JSON Schema of the arguments, as the client wrote it; null = takes none
     * @param strict whether arguments must follow the schema; null = not said
     */
    record Function(
            ToolName name,
            @Nullable String description,
            @Nullable RawJson schema,
            @Nullable Boolean strict,
            Options options)
            implements Tool {
        @Override
        public @Nullable CacheHint cache() {
            return options.cache();
        }
    }

    /**
     * A tool that takes free text.
     *
     * @param grammar what the text must look like; null = anything
     */
    record Custom(
            ToolName name,
            @Nullable String description,
            @Nullable Grammar grammar,
            Options options) implements Tool {
        @Override
        public @Nullable CacheHint cache() {
            return options.cache();
        }
    }

    /**
     * A tool that the provider runs, or another kind that only one dialect has.
     *
     * @param type such as {@code web_search_20250305}
     * @param json the declaration as it came
     */
    record Server(
            Dialect dialect,
            String type,
            RawJson json,
            @Nullable CacheHint cache) implements Tool {}

    /**
     * A formal grammar.
     *
     * @param syntax {@code lark} or {@code regex}
     */
    record Grammar(String syntax, String definition) {}

    /**
     * What may be said of any tool of the client.
     *
     * @param deferred whether the model is told of the tool only when it looks for it
     * @param namespaceDescription what the group of the tool is for; repeated on each tool of the group
     * @param inserted whether the tool was declared within the conversation instead of beside it (Codex)
     * @param extras what else its dialect says of the tool
     */
    record Options(
            boolean deferred,
            @Nullable String namespaceDescription,
            boolean inserted,
            @Nullable CacheHint cache,
            Extras extras) {
        /** Nothing said. */
        public static final Options NONE = new Options(false, null, false, null, Extras.NONE);
    }
}
