package io.ninerouter.gateway.fake;

import io.ninerouter.config.AliasConfig;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.BodyEdits;
import io.ninerouter.config.ComboConfig;
import io.ninerouter.config.ComboStrategy;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.ConnectionConfig;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Credentials;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.GatewayConfig.Settings;
import io.ninerouter.config.KeyBudget;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.config.KeyLimits;
import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.Profile;
import io.ninerouter.config.ProviderConfig;
import io.ninerouter.config.Recovery;
import io.ninerouter.config.SecretText;
import io.ninerouter.gateway.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Configurations for tests, piece by piece. */
public final class Configs {
    /** The key that every configuration knows. */
    public static final String KEY = "sk-canary-caller-0123456789";

    private final List<ProviderConfig> providers = new ArrayList<>();
    private final List<ConnectionConfig> connections = new ArrayList<>();
    private final List<ComboConfig> combos = new ArrayList<>();
    private final List<AliasConfig> aliases = new ArrayList<>();
    private final List<KeyConfig> keys = new ArrayList<>();
    private final Map<String, Credential> credentials = new TreeMap<>();
    private Settings settings = Settings.DEFAULT;

    private Configs() {
        key("test/caller", KEY, true, null);
    }

    /** One caller, nothing else. */
    public static Configs empty() {
        return new Configs();
    }

    /** A provider for each dialect at one place ({@code chat}, {@code resp}, {@code anth}, {@code gem}) and an alias without a slash. */
    public static Configs everyDialect(String url) {
        return empty().provider("chat", url, Dialect.OPENAI_CHAT)
                .provider("resp", url, Dialect.OPENAI_RESPONSES)
                .provider("anth", url, Dialect.ANTHROPIC)
                .provider("gem", url, Dialect.GEMINI)
                .alias("short", "gem/gemini-pro");
    }

    /** A provider with one connection of its own name, open to every model name; its credential is {@code canary-<id>}. */
    public Configs provider(String id, String baseUrl, Dialect... dialects) {
        return provider(id, baseUrl, auth(dialects[0]), Map.of(), BodyEdits.NONE, dialects);
    }

    /** The same with everything said. */
    public Configs provider(
            String id,
            String baseUrl,
            AuthScheme auth,
            Map<String, String> headers,
            BodyEdits edits,
            Dialect... dialects) {
        List<ModelConfig> models = List.of(new ModelConfig("declared-" + id, 100_000L, 8_000L, List.of()));
        providers.add(
                new ProviderConfig(id, List.of(id), List.of(dialects), baseUrl, auth, headers, edits, models, true));
        boolean secret = auth.scheme() != AuthScheme.Scheme.NONE;
        connections.add(new ConnectionConfig(id, id, 10, 1, List.of(), 0, secret));
        if (secret) {
            credentials.put(id, Credential.apiKey(credentialOf(id)));
        }
        return dialects[0] == Dialect.CODE_ASSIST ? facts(Map.of("project", "p-1")) : this;
    }

    /** What came with the credential of the connection that was added last. */
    public Configs facts(Map<String, String> facts) {
        String last = connections.getLast().name();
        Credential bare = credentials.get(last);
        credentials.put(last, new Credential(bare.kind(), bare.secret(), bare.expiresAtMillis(), facts));
        return this;
    }

    /** What is done for the provider that was added last beyond what data can say. */
    public Configs profile(Profile profile) {
        ProviderConfig bare = providers.removeLast();
        providers.add(new ProviderConfig(
                bare.id(),
                bare.prefixes(),
                bare.dialects(),
                bare.baseUrl(),
                bare.auth(),
                bare.headers(),
                bare.edits(),
                bare.models(),
                bare.openModels(),
                bare.prices(),
                bare.tokenAuth(),
                bare.rules(),
                profile));
        return this;
    }

    /** Further addresses of the provider that was added last. */
    public Configs otherUrls(String... urls) {
        providers.add(providers.removeLast().withOtherUrls(List.of(urls)));
        return this;
    }

    /** A provider as it is configured, without a connection. */
    public Configs provider(ProviderConfig provider) {
        providers.add(provider);
        return this;
    }

    /** A connection with settings and its credential. */
    public Configs account(String name, String provider, Map<String, String> settings, Credential credential) {
        connections.add(new ConnectionConfig(
                name, provider, 10, 1, List.of(), 0, true, false, settings, null, false, List.of()));
        credentials.put(name, credential);
        return this;
    }

    /** Another connection of a provider, with its own credential and so many places (0 = no limit). */
    public Configs account(String name, String provider, int places) {
        connections.add(new ConnectionConfig(name, provider, 10, 1, List.of(), places, true));
        credentials.put(name, Credential.apiKey(credentialOf(name)));
        return this;
    }

    /** Declares models of the provider that was added last. */
    public Configs models(ModelConfig... models) {
        ProviderConfig bare = providers.removeLast();
        providers.add(new ProviderConfig(
                bare.id(),
                bare.prefixes(),
                bare.dialects(),
                bare.baseUrl(),
                bare.auth(),
                bare.headers(),
                bare.edits(),
                List.of(models),
                true));
        return this;
    }

    /** The connection that was added last pays by the month. */
    public Configs subscription() {
        ConnectionConfig bare = connections.removeLast();
        connections.add(new ConnectionConfig(
                bare.name(),
                bare.provider(),
                bare.priority(),
                bare.weight(),
                bare.models(),
                0,
                bare.needsCredential(),
                true));
        return this;
    }

    /** Another credential for a connection. */
    public Configs credential(String connection, String value) {
        credentials.put(connection, Credential.apiKey(value));
        return this;
    }

    /** Another credential for a connection, with all that came with it. */
    public Configs credential(String connection, Credential credential) {
        credentials.put(connection, credential);
        return this;
    }

    /** What a provider's connection shows it. */
    public static String credentialOf(String id) {
        return "canary-" + id + "-credential";
    }

    public Configs combo(String name, String... members) {
        return combo(name, Recovery.FAIL, members);
    }

    /** A combo that says what becomes of a stream that is cut in the middle. */
    public Configs combo(String name, Recovery recovery, String... members) {
        List<ComboConfig.Member> all = new ArrayList<>();
        for (String member : members) {
            all.add(new ComboConfig.Member(member, 1));
        }
        combos.add(new ComboConfig(name, ComboStrategy.FALLBACK, 1, recovery, all));
        return this;
    }

    public Configs alias(String alias, String target) {
        aliases.add(new AliasConfig(alias, target));
        return this;
    }

    public Configs key(String caller, String key, boolean active, Long expiresAtMillis, String... models) {
        keys.add(new KeyConfig(
                caller, List.of(ConfigCodec.keyDigest(SecretText.of(key))), active, expiresAtMillis, List.of(models)));
        return this;
    }

    /** The usual key is that of a caller with limits and a budget; null = without. */
    public Configs bounded(String caller, KeyLimits limits, KeyBudget budget) {
        keys.removeFirst();
        keys.add(new KeyConfig(
                caller,
                List.of(ConfigCodec.keyDigest(SecretText.of(KEY))),
                true,
                null,
                List.of(),
                Map.of(),
                null,
                limits,
                budget));
        return this;
    }

    public Configs settings(Settings settings) {
        this.settings = settings;
        return this;
    }

    public Configs without(String credential) {
        credentials.remove(credential);
        return this;
    }

    public GatewayConfig config() {
        return new GatewayConfig(
                GatewayConfig.FORMAT, "test/router", settings, providers, connections, combos, aliases, keys);
    }

    public Credentials credentials() {
        return new Credentials("test", credentials);
    }

    public Snapshot snapshot() {
        return Snapshot.compile(config(), credentials());
    }

    private static AuthScheme auth(Dialect dialect) {
        return switch (dialect) {
            case OPENAI_CHAT, OPENAI_RESPONSES, CODE_ASSIST, OLLAMA -> AuthScheme.BEARER;
            case ANTHROPIC -> new AuthScheme(AuthScheme.Scheme.HEADER, "x-api-key");
            case GEMINI -> new AuthScheme(AuthScheme.Scheme.HEADER, "x-goog-api-key");
            case KIRO, CURSOR, BEDROCK_CONVERSE -> throw dialect.notClients();
        };
    }
}
