package io.ninerouter.gateway.translate.anthropic;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.Extras;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Session;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code thinking}, {@code output_config}, its forerunner {@code output_format} and {@code metadata}. What they hold
 * beside the known stays under their name in the extras.
 */
final class SettingsDecoder {
    private static final Set<String> THINKING = Set.of("type", "budget_tokens", "display");
    private static final Set<String> OUTPUT = Set.of("effort", "format");
    private static final Set<String> METADATA = Set.of("user_id");

    private final Map<String, RawJson> extras = new LinkedHashMap<>();
    private @Nullable Members thinking;
    private @Nullable Members output;
    private @Nullable RawJson outputFormat;
    private @Nullable Members metadata;
    private @Nullable RawJson rawMetadata;

    /** Takes a member of the request. */
    void member(String name, RawJson value) {
        if (value.isNull()) {
            return;
        }
        switch (name) {
            case "thinking" -> thinking = remember(name, value, THINKING);
            case "output_config" -> output = remember(name, value, OUTPUT);
            case "output_format" -> outputFormat = value;
            case "metadata" -> {
                metadata = Members.required(value, name);
                rawMetadata = metadata.rest(METADATA).isEmpty() ? null : value;
            }
            default -> extras.put(name, value);
        }
    }

    private Members remember(String name, RawJson value, Set<String> known) {
        Members members = Members.required(value, name);
        Map<String, RawJson> rest = members.rest(known);
        if (!rest.isEmpty()) {
            extras.put(name, object(rest));
        }
        return members;
    }

    ReasoningWish reasoning() {
        String effort = output == null ? null : output.text("effort");
        if (thinking == null) {
            return effort == null ? ReasoningWish.NONE : new ReasoningWish(null, effort, null, null);
        }
        Long budget = thinking.integer("budget_tokens");
        ReasoningWish.Mode mode = switch (thinking.type()) {
            case "disabled" -> ReasoningWish.Mode.OFF;
            case "adaptive" -> ReasoningWish.Mode.ADAPTIVE;
            case "enabled" -> budget == null ? ReasoningWish.Mode.ON : ReasoningWish.Mode.BUDGET;
            default -> ReasoningWish.Mode.ON;
        };
        return new ReasoningWish(
                mode, effort, mode == ReasoningWish.Mode.BUDGET ? budget : null, thinking.text("display"));
    }

    @Nullable
    OutputFormat format() {
        RawJson wanted = output != null && output.raw("format") != null ? output.raw("format") : outputFormat;
        if (wanted == null) {
            return null;
        }
        Members format = Members.required(wanted, "output_config.format");
        RawJson schema = format.raw("schema");
        return schema == null
                ? new OutputFormat.JsonObject()
                : new OutputFormat.JsonSchema(format.text("name"), format.text("description"), schema, null);
    }

    Session session(@Nullable String serviceTier) {
        String user = metadata == null ? null : metadata.text("user_id");
        return user == null && rawMetadata == null && serviceTier == null
                ? Session.NONE
                : new Session(user, rawMetadata, Session.Caching.NONE, null, null, serviceTier);
    }

    /** Takes what is not known of blocks: their names have a dot, those of the body have none. */
    Map<String, RawJson> unknown() {
        return extras;
    }

    Extras extras() {
        return extras.isEmpty() ? Extras.NONE : new Extras(Dialect.ANTHROPIC, extras);
    }

    /** An object of these members. */
    static RawJson object(Map<String, RawJson> members) {
        ByteBuilder out = new ByteBuilder(64);
        JsonWriter json = new JsonWriter(out).object();
        members.forEach(json::raw);
        json.endObject();
        byte[] bytes = out.take();
        return new RawJson(Utf8.slice(bytes, 0, bytes.length));
    }
}
