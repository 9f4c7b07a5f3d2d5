package io.ninerouter.quickstart.provider;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request went: the path decides the dialect.
 *
 * @param operation what is wanted
 * @param script the dialect
 * @param model the model in the path; empty where the body names it
 * @param streaming whether the path asks for a stream
 * @param query the raw query, empty when there is none
 */
record Call(Operation operation, Script script, String model, boolean streaming, String query) {

    private static final Pattern GEMINI = Pattern.compile("/v1(?:beta)?/(?:models/)?(.+):([A-Za-z]+)");

    /** What is wanted of the provider. */
    enum Operation {
        /** An answer. */
        GENERATE,
        /** The number of tokens of a request. */
        COUNT,
        /** The list of models. */
        MODELS
    }

    /**
     * Finds the operation behind a path.
     *
     * @param anthropic whether the caller sent Anthropic's version header: two dialects list models at one path
     * @return empty when there is nothing at that path
     */
    static Optional<Call> of(String method, String uri, boolean anthropic) {
        int mark = uri.indexOf('?');
        String path = mark < 0 ? uri : uri.substring(0, mark);
        String query = mark < 0 ? "" : uri.substring(mark + 1);
        return switch (method + " " + path) {
            case "POST /v1/chat/completions" -> found(Operation.GENERATE, new ChatScript(), query);
            case "POST /v1/responses" -> found(Operation.GENERATE, new ResponsesScript(), query);
            case "POST /v1/messages" -> found(Operation.GENERATE, new AnthropicScript(), query);
            case "POST /v1/messages/count_tokens" -> found(Operation.COUNT, new AnthropicScript(), query);
            case "GET /v1/models" ->
                found(Operation.MODELS, anthropic ? new AnthropicScript() : new ChatScript(), query);
            case "GET /v1beta/models" -> found(Operation.MODELS, new GeminiScript(), query);
            default -> method.equals("POST") ? gemini(path, query) : Optional.empty();
        };
    }

    /** Value of a query parameter; null when it is absent. */
    @Nullable
    String parameter(String name) {
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return decoded(pair.substring(name.length() + 1));
            }
        }
        return null;
    }

    private static Optional<Call> found(Operation operation, Script script, String query) {
        return Optional.of(new Call(operation, script, "", false, query));
    }

    private static Optional<Call> gemini(String path, String query) {
        Matcher matcher = GEMINI.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String model = decoded(matcher.group(1));
        GeminiScript script = new GeminiScript();
        return switch (matcher.group(2)) {
            case "generateContent" -> Optional.of(new Call(Operation.GENERATE, script, model, false, query));
            case "streamGenerateContent" -> Optional.of(new Call(Operation.GENERATE, script, model, true, query));
            case "countTokens" -> Optional.of(new Call(Operation.COUNT, script, model, false, query));
            default -> Optional.empty();
        };
    }

    private static String decoded(String raw) {
        try {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Not an encoding: then it means itself.
            return raw;
        }
    }
}
