package io.ninerouter.operator.compile;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.Placeholders;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.config.SecretText;
import io.ninerouter.egress.Egress;
import io.ninerouter.operator.catalog.ModelSource;
import io.ninerouter.operator.catalog.QuotaSource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What providers are asked about an account: its models and its quotas. */
final class AskRules {
    /** As GitHub's API takes tokens of its own. */
    private static final AuthScheme GITHUB_TOKEN = new AuthScheme(AuthScheme.Scheme.HEADER, "authorization", "token ");

    private final ProviderConfig provider;
    private final Providers.Sources sources;
    private final Map<String, String> values;
    private final @Nullable Credential credential;
    private final @Nullable SecretText loginToken;

    private AskRules(
            ProviderConfig provider,
            Providers.Sources sources,
            Map<String, String> values,
            @Nullable Credential credential,
            @Nullable SecretText loginToken) {
        this.provider = provider;
        this.sources = sources;
        this.values = values;
        this.credential = credential;
        this.loginToken = loginToken;
    }

    /**
     * What is asked.
     *
     * @param settings of the connection, defaults included
     * @param credential null = the connection shows none
     * @param loginToken of an account whose requests show something that was made with it; null = of another
     */
    static Asking decide(
            ProviderConfig provider,
            Providers.Sources sources,
            Map<String, String> settings,
            @Nullable Credential credential,
            @Nullable SecretText loginToken) {
        Map<String, String> values = new TreeMap<>(settings);
        if (credential != null) {
            values.putAll(credential.facts());
        }
        AskRules rules = new AskRules(provider, sources, values, credential, loginToken);
        return rules.auth().scheme() == AuthScheme.Scheme.SIGV4
                ? Asking.NOTHING
                : new Asking(provider.openModels() ? rules.models() : null, rules.quotas());
    }

    private @Nullable Question models() {
        ModelSource said = sources.models();
        ModelSource.Kind kind = said == null ? kind(provider.dialects().getFirst()) : said.kind();
        String address = said == null || said.url() == null
                ? base() + (kind == ModelSource.Kind.OLLAMA ? "/tags" : Providers.MODELS)
                : said.url();
        String url = Placeholders.fill(address, values);
        if (url == null) {
            return null;
        }
        Question.Topic topic = new Question.Topic.Models(kind);
        return switch (kind) {
            case OPEN_AI -> get(topic, provider.dialects().getFirst() == Dialect.ANTHROPIC ? url + "?limit=1000" : url);
            case GEMINI, COHERE ->
                get(topic, url + (kind == ModelSource.Kind.GEMINI ? "?pageSize=1000" : "?page_size=1000"));
            case OLLAMA, BARE, COPILOT -> get(topic, url);
            case CODE_ASSIST -> post(topic, url, "application/json", Map.of(), object("project"));
            case KIRO ->
                post(
                        topic,
                        url,
                        "application/x-amz-json-1.0",
                        Map.of("x-amz-target", "AmazonCodeWhispererService.ListAvailableModels"),
                        object("profileArn").put("origin", "AI_EDITOR"));
            // Asked with a signature.
            case BEDROCK, NONE -> null;
        };
    }

    private static ModelSource.Kind kind(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT, OPENAI_RESPONSES, ANTHROPIC -> ModelSource.Kind.OPEN_AI;
            case GEMINI -> ModelSource.Kind.GEMINI;
            case OLLAMA -> ModelSource.Kind.OLLAMA;
            case CODE_ASSIST, KIRO, CURSOR, BEDROCK_CONVERSE -> ModelSource.Kind.NONE;
        };
    }

    private @Nullable Question quotas() {
        QuotaSource said = sources.quotas();
        String url = said == null ? null : Placeholders.fill(said.url(), values);
        if (said == null || url == null || credential == null) {
            return null;
        }
        Question.Topic topic = new Question.Topic.Quotas(said.kind());
        return switch (said.kind()) {
            case CLAUDE_USAGE, CODEX_USAGE, OPEN_ROUTER_KEY, DEEP_SEEK_BALANCE -> get(topic, url);
            case CODE_ASSIST_MODELS -> post(topic, url, "application/json", Map.of(), object("project"));
            case KIRO_USAGE -> get(topic, url + "?origin=AI_EDITOR&resourceType=AGENTIC_REQUEST" + profile());
            // GitHub's own API: the token that requests show is Copilot's.
            case COPILOT_USER -> loginToken == null ? null : get(topic, url, GITHUB_TOKEN, loginToken);
        };
    }

    private String profile() {
        String arn = values.get("profileArn");
        return arn == null ? "" : "&profileArn=" + URLEncoder.encode(arn, StandardCharsets.UTF_8);
    }

    private ObjectNode object(String fact) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        String value = values.get(fact);
        return value == null ? body : body.put(fact, value);
    }

    private Question get(Question.Topic topic, String url) {
        return get(topic, url, auth(), secret());
    }

    private Question get(Question.Topic topic, String url, AuthScheme auth, @Nullable SecretText shown) {
        return new Question(
                topic,
                url,
                ProbeRules.headers(provider, values, isToken()),
                auth,
                shown,
                !isToken(),
                null,
                Egress.DEFAULT,
                account());
    }

    private Question post(Question.Topic topic, String url, String type, Map<String, String> more, ObjectNode body) {
        Map<String, String> headers = new TreeMap<>(ProbeRules.headers(provider, values, isToken()));
        headers.put("content-type", type);
        headers.putAll(more);
        return new Question(
                topic, url, headers, auth(), secret(), !isToken(), body.toString(), Egress.DEFAULT, account());
    }

    private @Nullable String account() {
        return credential == null ? null : credential.facts().get(Credential.ACCOUNT_ID);
    }

    private String base() {
        String own = credential == null ? null : credential.facts().get(Credential.BASE_URL);
        return own == null ? provider.baseUrl() : own;
    }

    private boolean isToken() {
        return credential != null && credential.kind() == Credential.Kind.ACCESS_TOKEN;
    }

    private AuthScheme auth() {
        AuthScheme tokens = isToken() ? provider.tokenAuth() : null;
        return tokens == null ? provider.auth() : tokens;
    }

    private @Nullable SecretText secret() {
        return credential == null ? null : credential.secret();
    }
}
