package io.ninerouter.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration, or leaves out of it what this release does not understand and says so. One that is understood as a
 * whole costs nothing more. Thread-safe.
 */
final class TolerantReader {
    /** Refuses words that it does not know. */
    static final ObjectMapper STRICT =
            ConfigCodec.JSON.copy().disable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL);

    /** What only says what comes first, or what is told: null has a default that harms nobody. */
    private static final Map<Class<?>, Enum<?>> PREFERENCES = Map.of(
            AccountStrategy.class, AccountStrategy.FILL_FIRST,
            ComboStrategy.class, ComboStrategy.FALLBACK,
            Recovery.class, Recovery.FAIL,
            GatewayConfig.RequestLog.class, GatewayConfig.RequestLog.METADATA);

    /** Where a provider is, and what it is shown in which place. */
    private static final List<String> ROUTE =
            List.of("baseUrl", "otherUrls", "auth", "tokenAuth", "headers", "tokenHeaders");

    private static final int MAX_WORD = 64;
    private static final String UNKNOWN_WORDS = "unknownWords";

    private final List<NotUnderstood> notUnderstood = new ArrayList<>();

    private TolerantReader() {}

    /** What was read, and what was not. */
    record Read(GatewayConfig config, List<NotUnderstood> notUnderstood) {}

    /**
     * Reads a document, be it whole, a head or a part.
     *
     * @throws IOException when it is none
     */
    static Read read(byte[] json) throws IOException {
        try {
            // At once, without a tree, which would hold thousands of objects twice.
            return new Read(STRICT.readValue(json, GatewayConfig.class), List.of());
        } catch (JsonProcessingException e) {
            JsonNode tree = STRICT.readTree(json);
            // Which format it is of says more than where it differs from ours.
            ConfigCodec.known(tree.path("format").asInt());
            TolerantReader reader = new TolerantReader();
            GatewayConfig config = reader.config(tree);
            if (reader.notUnderstood.isEmpty()) {
                throw e;
            }
            return new Read(config, List.copyOf(reader.notUnderstood));
        }
    }

    /** Digest of where a provider is and of what it is shown. */
    static String route(JsonNode provider) {
        Map<String, JsonNode> route = new TreeMap<>();
        ROUTE.forEach(field -> {
            JsonNode value = provider.path(field);
            if (value.isTextual() || !value.isEmpty()) {
                route.put(field, value);
            }
        });
        return ConfigCodec.shortDigest(ConfigCodec.json(route));
    }

    private GatewayConfig config(JsonNode tree) throws IOException {
        return new GatewayConfig(
                tree.path("format").asInt(),
                tree.path("router").asText(),
                settings(tree.path("settings")),
                list(tree, NotUnderstood.PROVIDERS, "id", ProviderConfig.class),
                list(tree, NotUnderstood.CONNECTIONS, "name", ConnectionConfig.class),
                list(tree, NotUnderstood.COMBOS, "name", ComboConfig.class),
                list(tree, NotUnderstood.ALIASES, "alias", AliasConfig.class),
                list(tree, NotUnderstood.KEYS, "caller", KeyConfig.class));
    }

    /** Settings hold for everybody: where more than a preference is not understood the document is refused. */
    private GatewayConfig.Settings settings(JsonNode tree) throws IOException {
        return tree.isMissingNode()
                ? GatewayConfig.Settings.DEFAULT
                : value(tree, NotUnderstood.SETTINGS, "", GatewayConfig.Settings.class);
    }

    private <T> List<T> list(JsonNode tree, String field, String nameField, Class<T> type) {
        List<T> values = new ArrayList<>();
        for (JsonNode element : tree.path(field)) {
            String name = element.path(nameField).asText();
            try {
                values.add(Objects.requireNonNull(value(element, field, name, type)));
            } catch (IOException | RuntimeException e) {
                String route = type == ProviderConfig.class ? route(element) : null;
                notUnderstood.add(new NotUnderstood(field, name, "not served: " + why(e), route));
            }
        }
        return values;
    }

    private <T> T value(JsonNode tree, String part, String name, Class<T> type) throws IOException {
        List<String> unknownWords = new ArrayList<>();
        ObjectReader reader =
                STRICT.readerFor(type).withHandler(new Words()).withAttribute(UNKNOWN_WORDS, unknownWords);
        T value = reader.readValue(tree);
        if (!unknownWords.isEmpty()) {
            notUnderstood.add(new NotUnderstood(part, name, String.join("; ", unknownWords)));
        }
        return value;
    }

    /** Without content but for the word itself. */
    private static String why(Exception e) {
        if (e instanceof InvalidFormatException format && format.getTargetType().isEnum()) {
            return word(path(format), format.getTargetType(), String.valueOf(format.getValue()));
        }
        if (e instanceof JsonMappingException mapping) {
            Throwable cause = mapping.getCause();
            return cause instanceof IllegalArgumentException
                    ? String.valueOf(cause.getMessage())
                    : path(mapping) + ": not of the form that this release knows";
        }
        return "not of the form that this release knows";
    }

    private static String word(String path, Class<?> type, String word) {
        return path + ": " + word.substring(0, Math.min(word.length(), MAX_WORD)) + " (expected: one of " + words(type)
                + ", as this release knows no other)";
    }

    private static String words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(one -> STRICT.convertValue(one, String.class))
                .collect(Collectors.joining(", "));
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    /** Lets words of preferences pass. */
    private static final class Words extends DeserializationProblemHandler {
        @Override
        @SuppressWarnings("unchecked")
        public @Nullable Object handleWeirdStringValue(
                DeserializationContext context, Class<?> type, String word, String message) throws IOException {
            Enum<?> otherwise = PREFERENCES.get(type);
            if (otherwise == null) {
                return NOT_HANDLED;
            }
            ((List<String>) context.getAttribute(UNKNOWN_WORDS))
                    .add(word(String.valueOf(context.getParser().currentName()), type, word) + "; "
                            + STRICT.convertValue(otherwise, String.class) + " counts");
            return null;
        }
    }

    /** For {@link ConfigDocument#keeping}. */
    static String route(ProviderConfig provider) {
        return route(STRICT.<ObjectNode>valueToTree(provider));
    }
}
