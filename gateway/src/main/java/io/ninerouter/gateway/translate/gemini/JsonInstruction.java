package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.chat.OutputFormat;
import org.jspecify.annotations.Nullable;

/** Words that ask for JSON, for models that cannot be asked otherwise. */
final class JsonInstruction {
    private JsonInstruction() {}

    static @Nullable String of(@Nullable OutputFormat format) {
        return switch (format) {
            case null -> null;
            case OutputFormat.Text _ -> null;
            case OutputFormat.JsonObject _ ->
                "When you answer without calling a function, answer with one JSON object and nothing else.";
            case OutputFormat.JsonSchema schema ->
                "When you answer without calling a function, answer with JSON and nothing else, after this JSON Schema:\n"
                        + schema.schema().text();
        };
    }
}
