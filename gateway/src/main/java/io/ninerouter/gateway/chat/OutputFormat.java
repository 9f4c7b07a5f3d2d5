package io.ninerouter.gateway.chat;

import io.ninerouter.gateway.json.RawJson;
import org.jspecify.annotations.Nullable;

/** The form of the answer's text. */
public sealed interface OutputFormat {

    /** Text. */
    record Text() implements OutputFormat {}

    /** Some JSON object. */
    record JsonObject() implements OutputFormat {}

    /**
     * JSON after a schema.
     *
     * @param name null = the dialect has none
     * @param strict whether the schema is binding; null = not said
     */
    record JsonSchema(
            @Nullable String name,
            @Nullable String description,
            RawJson schema,
            @Nullable Boolean strict) implements OutputFormat {}
}
