package io.ninerouter.gateway.codec;

import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.frame.JsonInstruction;
import org.jspecify.annotations.Nullable;

/** Words that ask for JSON, for dialects that cannot be asked otherwise. */
public final class FormatInWords {
    private FormatInWords() {}

    /** The instruction; null when text is wanted. */
    public static @Nullable String of(@Nullable OutputFormat format, Losses losses) {
        return switch (format) {
            case null -> null;
            case OutputFormat.Text _ -> null;
            case OutputFormat.JsonObject _ -> {
                losses.approximated(Feature.JSON_OBJECT, "as instructions");
                yield JsonInstruction.of(true, null, null);
            }
            case OutputFormat.JsonSchema wanted -> {
                losses.approximated(Feature.JSON_SCHEMA, "as instructions");
                yield JsonInstruction.of(
                        SchemaRepair.mayBeObject(wanted.schema()),
                        wanted.description(),
                        wanted.schema().text());
            }
        };
    }
}
