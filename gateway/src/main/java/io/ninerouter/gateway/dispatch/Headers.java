package io.ninerouter.gateway.dispatch;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.codec.Losses;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which headers pass: allow-lists both ways, so that neither credentials nor what belongs to one connection can slip
 * through. Stateless.
 *
 * <p>To the provider: {@code Content-Type}, {@code Accept}, and what its dialect defines ({@code anthropic-*};
 * {@code openai-beta}, {@code x-openai-*}, {@code originator}, {@code session_id}, {@code conversation_id} of Codex). To
 * the caller: {@code Content-Type}, {@code Content-Encoding}, {@code Retry-After}, {@code retry-after-ms},
 * {@code x-should-retry}, rate limits ({@code x-ratelimit-*}, {@code anthropic-ratelimit-*}, {@code x-codex-*}) and the
 * provider's request id as {@code x-upstream-request-id}.
 */
final class Headers {
    private static final AsciiString USER_AGENT = AsciiString.cached("NineRouter/" + version());
    private static final AsciiString DROPPED = AsciiString.cached("x-ninerouter-dropped");
    private static final AsciiString UPSTREAM_REQUEST_ID = AsciiString.cached("x-upstream-request-id");
    /** Required by the API reference; a caller that sends none means the only version there is. */
    private static final AsciiString ANTHROPIC_VERSION = AsciiString.cached("anthropic-version");

    private static final AsciiString ANTHROPIC_BETA = AsciiString.cached("anthropic-beta");
    private static final String[] ANTHROPIC = {"anthropic-"};
    private static final String[] OPENAI = {"openai-beta", "x-openai-", "originator", "session_id", "conversation_id"};
    private static final String[] NONE = {};
    private static final String[] BACK = {
        "content-type",
        "content-encoding",
        "retry-after",
        "x-should-retry",
        "x-ratelimit-",
        "anthropic-ratelimit-",
        "x-codex-"
    };

    private Headers() {}

    /**
     * The headers of a request to a provider, but for the credential.
     *
     * @param fixed the provider's own; one that the dialect defines gives way to the caller's (a list of betas is joined)
     */
    static HttpHeaders toProvider(HttpHeaders caller, Dialect dialect, Map<String, String> fixed) {
        String accept = caller.get(HttpHeaderNames.ACCEPT);
        HttpHeaders out = own(accept == null ? "*/*" : accept);
        String[] allowed = switch (dialect) {
            case OPENAI_CHAT, OPENAI_RESPONSES -> OPENAI;
            case ANTHROPIC -> ANTHROPIC;
            case GEMINI, CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE, OLLAMA -> NONE;
        };
        if (allowed.length > 0) {
            copy(caller, out, allowed);
        }
        return completed(out, dialect, fixed);
    }

    /** The same for a request that is told in another dialect than the caller's: nothing of the caller's headers fits. */
    static HttpHeaders translated(Dialect dialect, Map<String, String> fixed) {
        return completed(own("*/*"), dialect, fixed);
    }

    private static HttpHeaders own(String accept) {
        HttpHeaders out =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        out.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        out.set(HttpHeaderNames.USER_AGENT, USER_AGENT);
        out.set(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderValues.IDENTITY);
        out.set(HttpHeaderNames.ACCEPT, accept);
        return out;
    }

    private static HttpHeaders completed(HttpHeaders out, Dialect dialect, Map<String, String> fixed) {
        fixed.forEach((name, value) -> addFixed(out, name, value));
        if (dialect == Dialect.ANTHROPIC && !out.contains(ANTHROPIC_VERSION)) {
            out.set(ANTHROPIC_VERSION, "2023-06-01");
        }
        return out;
    }

    /** Names to the caller what its request has lost; nothing when that is nothing. */
    static void dropped(Losses losses, HttpHeaders out) {
        String dropped = losses.isEmpty() ? "" : losses.header();
        if (!dropped.isEmpty()) {
            out.set(DROPPED, dropped);
        }
    }

    /** The headers of a provider's answer that the caller gets. */
    static HttpHeaders toCaller(HttpHeaders provider) {
        HttpHeaders out =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        copy(provider, out, BACK);
        String id = provider.get("x-request-id");
        if (id == null) {
            id = provider.get("request-id");
        }
        if (id == null) {
            id = provider.get("x-amzn-requestid");
        }
        if (id != null) {
            out.set(UPSTREAM_REQUEST_ID, id);
        }
        return out;
    }

    private static void addFixed(HttpHeaders out, String name, String value) {
        String own = out.get(name);
        boolean dialects = startsWith(name, "anthropic-") || startsWith(name, "openai-beta");
        if (own == null || !dialects) {
            out.set(name, value);
        } else if (ANTHROPIC_BETA.contentEqualsIgnoreCase(name)) {
            out.set(name, union(out.getAll(name), value));
        }
    }

    /** The caller may name its betas in one list or in several headers. */
    private static String union(List<String> lists, String more) {
        Set<String> betas = new LinkedHashSet<>();
        for (String list : lists) {
            addAll(betas, list);
        }
        addAll(betas, more);
        return String.join(",", betas);
    }

    private static void addAll(Set<String> betas, String list) {
        for (String beta : list.split(",", -1)) {
            if (!beta.isBlank()) {
                betas.add(beta.strip());
            }
        }
    }

    private static void copy(HttpHeaders from, HttpHeaders to, String[] allowed) {
        Iterator<Map.Entry<CharSequence, CharSequence>> entries = from.iteratorCharSequence();
        while (entries.hasNext()) {
            Map.Entry<CharSequence, CharSequence> entry = entries.next();
            if (allowed(entry.getKey(), allowed)) {
                to.add(entry.getKey(), entry.getValue());
            }
        }
    }

    private static boolean allowed(CharSequence name, String[] prefixes) {
        for (String prefix : prefixes) {
            if (startsWith(name, prefix)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(CharSequence name, String prefix) {
        return AsciiString.regionMatches(name, true, 0, prefix, 0, prefix.length());
    }

    private static String version() {
        String version = Headers.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
