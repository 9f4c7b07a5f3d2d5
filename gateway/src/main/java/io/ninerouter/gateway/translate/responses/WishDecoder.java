package io.ninerouter.gateway.translate.responses;

import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code text}, {@code reasoning} and {@code include}; what they hold beyond the neutral model becomes extras. */
final class WishDecoder {
    /** Asks for log probabilities. */
    static final String LOGPROBS = "message.output_text.logprobs";

    private final Map<String, RawJson> extras;
    private @Nullable OutputFormat format;
    private @Nullable String verbosity;
    private ReasoningWish reasoning = ReasoningWish.NONE;
    private boolean logprobs;

    WishDecoder(Map<String, RawJson> extras) {
        this.extras = extras;
    }

    @Nullable
    OutputFormat format() {
        return format;
    }

    @Nullable
    String verbosity() {
        return verbosity;
    }

    ReasoningWish reasoning() {
        return reasoning;
    }

    /** How many likely tokens to report; null = none asked for. */
    @Nullable
    Long logprobs(@Nullable Long top) {
        long count = top == null ? 0 : top;
        return (logprobs || count > 0) ? Long.valueOf(count) : null;
    }

    void text(JsonReader in) {
        Leftovers left = new Leftovers();
        if (in.object()) {
            while (in.nextField()) {
                switch (in.name()) {
                    case "verbosity" -> verbosity = in.text();
                    case "format" -> {
                        RawJson declared = in.raw();
                        format = declared.isObject() ? format(declared) : null;
                        if (format == null && !declared.isNull()) {
                            left.keep("format", declared);
                        }
                    }
                    default -> left.keep(in.name(), in.raw());
                }
            }
        }
        left.into(extras, "text");
    }

    /** A format; null when it is of an unknown type. */
    private static @Nullable OutputFormat format(RawJson declared) {
        String type = "";
        String name = null;
        String description = null;
        RawJson schema = RawJson.EMPTY_OBJECT;
        Boolean strict = null;
        try (JsonReader in = declared.read()) {
            in.object();
            while (in.nextField()) {
                switch (in.name()) {
                    case "type" -> type = String.valueOf(in.text());
                    case "name" -> name = in.text();
                    case "description" -> description = in.text();
                    case "schema" -> schema = in.raw();
                    case "strict" -> strict = in.bool();
                    default -> in.skip();
                }
            }
        }
        return switch (type) {
            case "text" -> new OutputFormat.Text();
            case "json_object" -> new OutputFormat.JsonObject();
            case "json_schema" -> new OutputFormat.JsonSchema(name, description, schema, strict);
            default -> null;
        };
    }

    void reasoning(JsonReader in) {
        Leftovers left = new Leftovers();
        String effort = null;
        String summary = null;
        if (in.object()) {
            while (in.nextField()) {
                switch (in.name()) {
                    case "effort" -> effort = in.text();
                    case "summary" -> summary = in.text();
                    // The older name.
                    case "generate_summary" -> summary = summary == null ? in.text() : summary;
                    default -> left.keep(in.name(), in.raw());
                }
            }
        }
        ReasoningWish wish = effort == null ? ReasoningWish.NONE : ReasoningWish.ofEffort(effort);
        reasoning = new ReasoningWish(wish.mode(), wish.effort(), null, summary);
        left.into(extras, "reasoning");
    }

    void include(JsonReader in) {
        List<String> others = new ArrayList<>();
        if (in.array()) {
            while (in.nextElement()) {
                String wanted = String.valueOf(in.text());
                if (wanted.equals(LOGPROBS)) {
                    logprobs = true;
                } else {
                    others.add(wanted);
                }
            }
        }
        if (!others.isEmpty()) {
            ByteBuilder bytes = new ByteBuilder(64);
            JsonWriter json = new JsonWriter(bytes).array();
            others.forEach(json::text);
            json.endArray();
            byte[] written = bytes.take();
            extras.put("include", new RawJson(Utf8.slice(written, 0, written.length)));
        }
    }
}
