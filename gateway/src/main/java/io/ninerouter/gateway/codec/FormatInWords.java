package io.ninerouter.gateway.codec;

import io.ninerouter.gateway.chat.OutputFormat;
import org.jspecify.annotations.Nullable;

/** Words that ask for JSON, for dialects that cannot be asked otherwise. */
public final class FormatInWords {
    private static final String JSON_ONLY =
            "When you answer without calling a tool, answer with one JSON object and nothing else: no other words, no code"
                    + " fence.";

    private static final String VALUE_ONLY = JSON_ONLY.replace("one JSON object", "one JSON value");

    private FormatInWords() {}

    /** The instruction; null when text is wanted. */
    public static @Nullable String of(@Nullable OutputFormat format, Losses losses) {
        return switch (format) {
            case null -> null;
            case OutputFormat.Text _ -> null;
            case OutputFormat.JsonObject _ -> {
                losses.approximated(Feature.JSON_OBJECT, "as instructions");
                yield JSON_ONLY;
            }
            case OutputFormat.JsonSchema wanted -> {
                losses.approximated(Feature.JSON_SCHEMA, "as instructions");
                String about = wanted.description() == null ? "" : "\n" + wanted.description();
                yield (SchemaRepair.mayBeObject(wanted.schema()) ? JSON_ONLY : VALUE_ONLY) + about
                        + "\nIt must match this JSON Schema:\n"
                        + wanted.schema().text();
            }
        };
    }
}
