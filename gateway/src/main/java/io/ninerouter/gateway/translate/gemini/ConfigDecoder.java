package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.chat.Delivery;
import io.ninerouter.gateway.chat.OutputFormat;
import io.ninerouter.gateway.chat.OutputWish;
import io.ninerouter.gateway.chat.ReasoningWish;
import io.ninerouter.gateway.chat.Sampling;
import io.ninerouter.gateway.chat.Settings;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonKind;
import io.ninerouter.gateway.json.JsonReader;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.json.RawJson;
import io.ninerouter.gateway.json.Utf8;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code generationConfig}. */
final class ConfigDecoder {
    /** Before the names of extras. */
    static final String PREFIX = "generationConfig.";

    private final Map<String, RawJson> extras;
    private @Nullable Double temperature;
    private @Nullable Double topP;
    private @Nullable Long topK;
    private @Nullable Long seed;
    private @Nullable Double frequencyPenalty;
    private @Nullable Double presencePenalty;
    private @Nullable Long maxTokens;
    private List<String> stop = List.of();
    private @Nullable Long choices;
    private boolean logprobs;
    private @Nullable Long topLogprobs;
    private @Nullable String mimeType;
    private @Nullable RawJson openApiSchema;
    private @Nullable RawJson jsonSchema;
    private ReasoningWish reasoning = ReasoningWish.NONE;

    ConfigDecoder(Map<String, RawJson> extras) {
        this.extras = extras;
    }

    void config(JsonReader in) {
        if (in.object()) {
            while (in.nextField()) {
                if (in.kind() != JsonKind.NULL) {
                    String name = GeminiNames.camel(in.name());
                    if (!sampling(name, in) && !output(name, in)) {
                        extra(name, in.raw());
                    }
                }
            }
        }
    }

    Settings settings() {
        Long likeliest = topLogprobs == null ? Long.valueOf(0) : topLogprobs;
        return new Settings(
                new Sampling(temperature, topP, topK, seed, frequencyPenalty, presencePenalty),
                new OutputWish(maxTokens, stop, format(), choices, logprobs ? likeliest : null, null),
                reasoning,
                Delivery.UNARY);
    }

    private boolean sampling(String name, JsonReader in) {
        switch (name) {
            case "temperature" -> temperature = in.decimal();
            case "topP" -> topP = in.decimal();
            case "topK" -> topK = in.integer();
            case "seed" -> seed = in.integer();
            case "frequencyPenalty" -> frequencyPenalty = in.decimal();
            case "presencePenalty" -> presencePenalty = in.decimal();
            case "thinkingConfig" -> thinking(in);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean output(String name, JsonReader in) {
        switch (name) {
            case "maxOutputTokens" -> maxTokens = in.integer();
            case "stopSequences" -> stop = texts(in);
            case "candidateCount" -> choices = in.integer();
            case "responseLogprobs" -> logprobs = Boolean.TRUE.equals(in.bool());
            case "logprobs" -> topLogprobs = in.integer();
            case "responseMimeType" -> mimeType = in.text();
            case "responseSchema" -> openApiSchema = in.raw();
            case "responseJsonSchema", "_responseJsonSchema" -> jsonSchema = in.raw();
            case "responseModalities" -> modalities(in.raw());
            default -> {
                return false;
            }
        }
        return true;
    }

    private @Nullable OutputFormat format() {
        RawJson schema = jsonSchema != null ? jsonSchema : openApiSchema == null ? null : OpenApi.toJson(openApiSchema);
        return switch (mimeType == null ? "" : mimeType.toLowerCase(Locale.ROOT)) {
            case "application/json" ->
                schema == null ? new OutputFormat.JsonObject() : new OutputFormat.JsonSchema(null, null, schema, null);
            case "text/plain" -> new OutputFormat.Text();
            default -> {
                otherFormat();
                yield null;
            }
        };
    }

    private void otherFormat() {
        if (mimeType != null) {
            extra("responseMimeType", text(mimeType));
        }
        if (jsonSchema != null) {
            extra("responseJsonSchema", jsonSchema);
        } else if (openApiSchema != null) {
            extra("responseSchema", openApiSchema);
        }
    }

    private void thinking(JsonReader in) {
        Long budget = null;
        String level = null;
        boolean shown = false;
        if (in.object()) {
            while (in.nextField()) {
                String name = GeminiNames.camel(in.name());
                switch (name) {
                    case "thinkingBudget" -> budget = in.integer();
                    case "thinkingLevel" -> level = in.text();
                    case "includeThoughts" -> shown = Boolean.TRUE.equals(in.bool());
                    default -> extra("thinkingConfig." + name, in.raw());
                }
            }
        }
        String effort = level == null || level.isEmpty() || level.equals("THINKING_LEVEL_UNSPECIFIED")
                ? null
                : level.toLowerCase(Locale.ROOT);
        String display = shown ? "thoughts" : null;
        if (budget == null) {
            reasoning = new ReasoningWish(null, effort, null, display);
        } else if (budget == 0) {
            reasoning = new ReasoningWish(ReasoningWish.Mode.OFF, null, null, display);
        } else if (budget < 0) {
            reasoning = new ReasoningWish(ReasoningWish.Mode.ADAPTIVE, effort, null, display);
        } else {
            reasoning = new ReasoningWish(ReasoningWish.Mode.BUDGET, effort, budget, display);
        }
    }

    /** Text alone is what everybody answers with anyway. */
    private void modalities(RawJson wanted) {
        List<String> modalities;
        try (JsonReader in = wanted.read()) {
            modalities = texts(in);
        }
        if (!modalities.equals(List.of("TEXT"))) {
            extra("responseModalities", wanted);
        }
    }

    private void extra(String name, RawJson value) {
        extras.put(PREFIX + name, value);
    }

    private static List<String> texts(JsonReader in) {
        List<String> texts = new ArrayList<>();
        if (in.array()) {
            while (in.nextElement()) {
                String text = in.text();
                texts.add(text == null ? "" : text);
            }
        }
        return texts;
    }

    private static RawJson text(String value) {
        ByteBuilder bytes = new ByteBuilder(value.length() + 2);
        new JsonWriter(bytes).text(value);
        return new RawJson(Utf8.slice(bytes.toBytes(), 0, bytes.length()));
    }
}
