package io.ninerouter.operator.discover;

import com.fasterxml.jackson.databind.JsonNode;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.operator.catalog.ModelSource.Kind;
import io.ninerouter.operator.compile.Listed;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One element of a list. Providers that imitate OpenAI add what they like to it; these names are in use: {@code
 * context_length} (OpenRouter, Together, Fireworks), {@code context_window} (Groq, Vercel), {@code max_model_len} (vLLM),
 * {@code max_context_length} (Mistral), {@code max_input_tokens} and {@code max_tokens} (Anthropic), {@code limits} below
 * {@code capabilities} (GitHub), {@code inputTokenLimit} (Gemini). What cannot be read is not known. Stateless.
 */
final class ListedModel {
    /** Prices are by the token at these, by the million elsewhere. */
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    /** Types that do not answer in text, as lists have them: a word that nobody knows hides no model. */
    private static final Set<String> OTHER_TYPES = Set.of(
            "audio",
            "embedding",
            "embeddings",
            "feature-extraction",
            "image",
            "image-generation",
            "moderation",
            "rerank",
            "reranker",
            "reranking",
            "speech",
            "speech-to-text",
            "stt",
            "text-to-image",
            "text-to-speech",
            "text-to-video",
            "transcribe",
            "transcription",
            "tts",
            "video");

    private static final Set<String> INPUTS = Set.of("text", "image", "audio", "document", "video");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}.*");
    private static final int MAX_DECIMAL = 32;
    private static final long MOST_TOKENS = 1_000_000_000;

    private ListedModel() {}

    /**
     * Reads it.
     *
     * @param key what it stands under; null = it stands in a list
     * @return null = it has no usable name, or does not answer in text
     */
    static @Nullable ModelConfig read(Kind kind, JsonNode element, @Nullable String key) {
        String id = id(kind, element, key);
        if (id == null || id.isBlank() || id.length() > Listed.MAX_ID || !answersInText(kind, element)) {
            return null;
        }
        return new ModelConfig(
                id,
                tokens(
                        element,
                        "/context_length",
                        "/context_window",
                        "/max_context_length",
                        "/max_model_len",
                        "/max_input_tokens",
                        "/capabilities/limits/max_context_window_tokens",
                        "/inputTokenLimit",
                        "/tokenLimits/maxInputTokens",
                        "/metadata/context_length",
                        "/limits/max_input_tokens",
                        "/maxTokens"),
                tokens(
                        element,
                        "/top_provider/max_completion_tokens",
                        "/max_completion_tokens",
                        "/max_output_tokens",
                        "/max_tokens",
                        "/capabilities/limits/max_output_tokens",
                        "/outputTokenLimit",
                        "/tokenLimits/maxOutputTokens",
                        "/limits/max_output_tokens",
                        "/maxOutputTokens",
                        "/metadata/max_tokens"),
                inputs(element),
                price(kind, element.path("pricing")),
                flag(element, "tools", "/capabilities/function_calling", "/capabilities/supports/tool_calls"),
                flag(element, "structured_outputs", "/capabilities/supports/structured_outputs"),
                date(element));
    }

    private static @Nullable String id(Kind kind, JsonNode element, @Nullable String key) {
        if (key != null) {
            return key;
        }
        if (element.isTextual()) {
            return element.asText();
        }
        String id = switch (kind) {
            case OPEN_AI, BARE, COPILOT, CODE_ASSIST, NONE -> text(element, "id");
            case GEMINI, OLLAMA, COHERE -> text(element, "name");
            case KIRO, BEDROCK -> text(element, "modelId");
        };
        return id != null && kind == Kind.GEMINI && id.startsWith("models/") ? id.substring("models/".length()) : id;
    }

    private static boolean answersInText(Kind kind, JsonNode element) {
        return switch (kind) {
            case GEMINI -> holds(element.path("supportedGenerationMethods"), "generateContent");
            case COHERE -> holds(element.path("endpoints"), "chat");
            case COPILOT ->
                "chat".equals(element.at("/capabilities/type").asText("chat"))
                        && !"disabled".equals(element.at("/policy/state").asText());
            case CODE_ASSIST -> !element.path("isInternal").asBoolean(false);
            case OPEN_AI, BARE, OLLAMA, KIRO, BEDROCK, NONE ->
                !OTHER_TYPES.contains(element.path("type").asText())
                        && holds(element.at("/architecture/output_modalities"), "text")
                        && element.path("active").asBoolean(true)
                        && element.at("/capabilities/completion_chat").asBoolean(true);
        };
    }

    /** Whether a list has a word; a list that is not there may have anything. */
    private static boolean holds(JsonNode list, String word) {
        if (!list.isArray()) {
            return true;
        }
        for (JsonNode each : list) {
            if (word.equals(each.asText())) {
                return true;
            }
        }
        return false;
    }

    private static List<String> inputs(JsonNode element) {
        JsonNode told = element.at("/architecture/input_modalities");
        if (!told.isArray()) {
            told = element.path("supported_input_modalities");
        }
        List<String> inputs = new ArrayList<>();
        for (JsonNode each : told) {
            String input = each.asText().equals("file") ? "document" : each.asText();
            if (INPUTS.contains(input) && !inputs.contains(input)) {
                inputs.add(input);
            }
        }
        boolean sees = element.at("/capabilities/supports/vision").asBoolean(false)
                || element.at("/capabilities/vision").asBoolean(false)
                || element.path("supportsImages").asBoolean(false);
        return inputs.isEmpty() && sees
                ? List.of("text", "image")
                : inputs.stream().sorted().toList();
    }

    /**
     * OpenRouter and Vercel tell texts, by the token; Together numbers, by the million. What a number is by elsewhere is not
     * known, and a price that is wrong by a million ends every budget: none then.
     */
    private static @Nullable PriceConfig price(Kind kind, JsonNode pricing) {
        JsonNode asked = either(pricing, "prompt", "input");
        if (asked.isNumber() != (kind == Kind.BARE)) {
            return null;
        }
        BigDecimal factor = kind == Kind.BARE ? BigDecimal.ONE : MILLION;
        BigDecimal input = decimal(asked, factor);
        BigDecimal output = decimal(either(pricing, "completion", "output"), factor);
        return input == null || output == null
                ? null
                : new PriceConfig(
                        input,
                        output,
                        decimal(either(pricing, "input_cache_read", "cached_input"), factor),
                        decimal(either(pricing, "input_cache_write", "cache_write"), factor),
                        null,
                        null);
    }

    private static JsonNode either(JsonNode node, String first, String second) {
        return node.has(first) ? node.path(first) : node.path(second);
    }

    /** A negative price stands for one that is not known beforehand. */
    private static @Nullable BigDecimal decimal(JsonNode node, BigDecimal factor) {
        String text = node.isValueNode() && !node.isNull() ? node.asText() : "";
        if (text.isEmpty() || text.length() > MAX_DECIMAL) {
            return null;
        }
        try {
            BigDecimal value = new BigDecimal(text);
            // A long exponent is a trap: a few digits that take megabytes to write.
            if (value.signum() < 0 || Math.abs(value.scale()) > MAX_DECIMAL) {
                return null;
            }
            BigDecimal price = value.multiply(factor).stripTrailingZeros();
            return price.scale() < 0 ? price.setScale(0) : price;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Boolean flag(JsonNode element, String parameter, String... pointers) {
        JsonNode parameters = element.path("supported_parameters");
        if (parameters.isArray()) {
            return holds(parameters, parameter);
        }
        for (String pointer : pointers) {
            JsonNode value = element.at(pointer);
            if (value.isBoolean()) {
                return value.asBoolean();
            }
        }
        return null;
    }

    private static @Nullable Long tokens(JsonNode element, String... pointers) {
        for (String pointer : pointers) {
            JsonNode value = element.at(pointer);
            if (value.isIntegralNumber() && value.canConvertToLong()) {
                long tokens = value.asLong();
                if (tokens > 0 && tokens <= MOST_TOKENS) {
                    return tokens;
                }
            }
        }
        return null;
    }

    /** The day, of a date or a moment in text, or of seconds since 1970. */
    private static @Nullable String date(JsonNode element) {
        for (String field :
                List.of("expiration_date", "deprecation", "deprecation_date", "retirement_date", "shutdown_date")) {
            JsonNode value = element.path(field);
            if (value.isTextual() && DATE.matcher(value.asText()).matches()) {
                return value.asText().substring(0, "2026-01-01".length());
            }
            if (value.isIntegralNumber() && value.canConvertToInt() && value.asInt() > 0) {
                return Instant.ofEpochSecond(value.asInt())
                        .atZone(ZoneOffset.UTC)
                        .toLocalDate()
                        .toString();
            }
        }
        return null;
    }

    private static @Nullable String text(JsonNode element, String field) {
        JsonNode value = element.path(field);
        return value.isTextual() ? value.asText() : null;
    }
}
