package io.ninerouter.gateway.http;

import static io.ninerouter.config.Dialect.ANTHROPIC;
import static io.ninerouter.config.Dialect.GEMINI;
import static io.ninerouter.config.Dialect.OPENAI_CHAT;
import static io.ninerouter.config.Dialect.OPENAI_RESPONSES;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.dispatch.Action;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out what a method and a path mean. Pure. */
public final class Routes {
    private static final Map<String, Route> POSTS = Map.of(
            "/v1/chat/completions", new Route.Ask(OPENAI_CHAT, Action.GENERATE, null, false),
            "/v1/embeddings", new Route.Ask(OPENAI_CHAT, Action.EMBED, null, false),
            "/v1/responses", new Route.Ask(OPENAI_RESPONSES, Action.GENERATE, null, false),
            "/v1/responses/compact", new Route.Ask(OPENAI_RESPONSES, Action.COMPACT, null, false),
            "/v1/messages", new Route.Ask(ANTHROPIC, Action.GENERATE, null, false),
            "/v1/messages/count_tokens", new Route.Ask(ANTHROPIC, Action.COUNT_TOKENS, null, false));

    private static final Set<String> NOT_BUILT = Set.of(
            "/v1/images/generations",
            "/v1/audio/speech",
            "/v1/audio/transcriptions",
            "/v1/search",
            "/v1/web/fetch",
            "/api/chat",
            "/api/tags");

    private static final Map<String, Action> GEMINI_ACTIONS = Map.of(
            "generateContent", Action.GENERATE,
            "streamGenerateContent", Action.GENERATE,
            "countTokens", Action.COUNT_TOKENS,
            "embedContent", Action.EMBED,
            "batchEmbedContents", Action.EMBED_BATCH);

    private Routes() {}

    /**
     * What is asked for.
     *
     * @param path raw, percent-encoded, without the query
     * @param upgrade whether a WebSocket is asked for
     */
    public static Route match(String method, String path, boolean upgrade) {
        if (method.equals("POST")) {
            Route known = POSTS.get(path);
            if (known != null) {
                return known;
            }
        }
        String plain = withoutSdkPrefix(path);
        return upgrade ? new Route.NoWebSocket(dialect(plain)) : find(method, plain);
    }

    private static Route find(String method, String path) {
        Route post = POSTS.get(path);
        if (post != null) {
            return method.equals("POST") ? post : wrongMethod(post, "POST");
        }
        if (NOT_BUILT.contains(path)) {
            return new Route.NotBuilt(dialect(path), path);
        }
        if (path.startsWith("/v1beta/")) {
            return gemini(method, path.substring("/v1beta/".length()));
        }
        if (path.equals("/v1/models") || path.startsWith("/v1/models/")) {
            Route asked = gemini(method, path.substring("/v1/".length()));
            return asked instanceof Route.Models models ? new Route.Models(OPENAI_CHAT, models.id()) : asked;
        }
        return new Route.Nowhere(dialect(path));
    }

    /** Below {@code /v1beta/} and {@code /v1/}: {@code models}, {@code models/<id>}, {@code [models/]<id>:<action>}. */
    private static Route gemini(String method, String rest) {
        int colon = rest.lastIndexOf(':');
        Action action = colon < 0 ? null : GEMINI_ACTIONS.get(rest.substring(colon + 1));
        if (action != null) {
            String model = decode(withoutPrefix(rest.substring(0, colon), "models/"));
            if (model.isEmpty()) {
                return new Route.Nowhere(GEMINI);
            }
            Route ask = new Route.Ask(GEMINI, action, model, rest.endsWith(":streamGenerateContent"));
            return method.equals("POST") ? ask : wrongMethod(ask, "POST");
        }
        boolean all = rest.equals("models") || rest.equals("models/");
        if (!all && !rest.startsWith("models/")) {
            return new Route.Nowhere(GEMINI);
        }
        Route list = new Route.Models(GEMINI, all ? null : decode(rest.substring("models/".length())));
        return method.equals("GET") ? list : wrongMethod(list, "GET");
    }

    private static Route wrongMethod(Route route, String allowed) {
        Dialect dialect = route.dialect();
        return new Route.WrongMethod(dialect == null ? OPENAI_CHAT : dialect, allowed);
    }

    /** SDKs that were given a base address with or without a version add their own: {@code /v1/v1/…}, {@code /openai/v1/…}. */
    private static String withoutSdkPrefix(String path) {
        String plain = path;
        for (String prefix : new String[] {"/openai", "/anthropic", "/gemini"}) {
            if (plain.startsWith(prefix + "/v1")) {
                plain = plain.substring(prefix.length());
                break;
            }
        }
        while (plain.startsWith("/v1/v1/") || plain.startsWith("/v1/v1beta/")) {
            plain = plain.substring("/v1".length());
        }
        return plain.startsWith("/v1beta/v1beta/") ? plain.substring("/v1beta".length()) : plain;
    }

    private static @Nullable Dialect dialect(String path) {
        if (path.startsWith("/v1beta/")) {
            return GEMINI;
        }
        if (path.startsWith("/v1/messages")) {
            return ANTHROPIC;
        }
        if (path.startsWith("/v1/responses")) {
            return OPENAI_RESPONSES;
        }
        return path.startsWith("/v1/") ? OPENAI_CHAT : null;
    }

    private static String withoutPrefix(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    }

    private static String decode(String text) {
        return text.indexOf('%') < 0 ? text : URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
