package io.ninerouter.gateway.snapshot;

import io.ninerouter.config.AliasConfig;
import io.ninerouter.config.ComboConfig;
import io.ninerouter.config.ConfigCodec;
import io.ninerouter.config.ConfigDocument;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Credentials;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.NotUnderstood;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.egress.Egress;
import io.ninerouter.gateway.identity.TokenVerifier;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Configuration and credentials compiled for use. Immutable: a request pins one and sees one world. */
public final class Snapshot {
    private final ConfigIndex index;
    private final String configRevision;
    private final List<NotUnderstood> notUnderstood;
    private final Credentials credentials;
    /** By connection, of those alone that anything is said of. */
    private final Map<String, Egress> ways;

    private Snapshot(ConfigIndex index, ConfigDocument document, Credentials credentials, @Nullable Snapshot before) {
        this(index, document.revision(), document.notUnderstood(), credentials, before);
    }

    private Snapshot(
            ConfigIndex index,
            String configRevision,
            List<NotUnderstood> notUnderstood,
            Credentials credentials,
            @Nullable Snapshot before) {
        this.index = index;
        this.configRevision = configRevision;
        this.notUnderstood = notUnderstood;
        this.credentials = credentials;
        this.ways = before != null && sameWays(index, credentials, before) ? before.ways : ways(index, credentials);
    }

    /**
     * Compiles a configuration. A piece that cannot be used (an address that is none, a connection of a provider that is
     * not there) is left out and named in {@link #problems()}; the rest serves.
     */
    public static Snapshot compile(GatewayConfig config, Credentials credentials) {
        return compile(new ConfigDocument(config, ConfigCodec.revision(config)), credentials);
    }

    /** The same, acknowledged under the revision that the document was written with. */
    public static Snapshot compile(ConfigDocument document, Credentials credentials) {
        return compile(document, credentials, null);
    }

    /**
     * The same, faster.
     *
     * @param before whatever was served before; it saves work and changes nothing
     */
    public static Snapshot compile(ConfigDocument document, Credentials credentials, @Nullable Snapshot before) {
        return new Snapshot(
                ConfigIndex.of(document.config(), before == null ? null : before.index), document, credentials, before);
    }

    /** The same configuration with other credentials: a rotated token recompiles nothing. */
    public Snapshot with(Credentials newer) {
        return new Snapshot(index, configRevision, notUnderstood, newer, null);
    }

    /** The same configuration with the credentials that another one has. */
    public Snapshot withCredentialsOf(Snapshot other) {
        if (other.index == index) {
            // The usual case, and ways are not computed anew for every call that waits.
            return other;
        }
        return other.credentials.equals(credentials) ? this : with(other.credentials);
    }

    /** Revision of the configuration. */
    public String configRevision() {
        return configRevision;
    }

    /** Revision of the credentials. */
    public String credentialsRevision() {
        return credentials.revision();
    }

    /** {@code namespace/name} of the Router. */
    public String router() {
        return index.config().router();
    }

    /** The Router's settings. */
    public GatewayConfig.Settings settings() {
        return index.config().settings();
    }

    /**
     * Whose key this is.
     *
     * @param digest {@link ConfigCodec#keyDigest} of what the caller sent
     * @param nowMillis epoch milliseconds: a key that was replaced counts up to its end
     */
    public KeyLookup lookup(String digest, long nowMillis) {
        return index.keys().lookup(digest, nowMillis);
    }

    /**
     * Whose identity this is.
     *
     * @param subject of a token that was found good
     * @param uid in that token
     */
    public KeyLookup account(String subject, String uid) {
        return index.keys().account(subject, uid);
    }

    /** What verifies tokens; null when none are taken. */
    public @Nullable TokenVerifier tokens() {
        return index.tokens();
    }

    /** The caller of that name ({@code namespace/name}); null when there is none. Reads all keys: not for requests. */
    public @Nullable Caller caller(String name) {
        return index.config().keys().stream()
                .filter(key -> key.caller().equals(name))
                .findFirst()
                .map(key -> new Caller(key.caller(), key.active(), key.expiresAtMillis(), new ModelGlobs(key.models())))
                .orElse(null);
    }

    /** Whether there is a caller of that name. */
    public boolean hasCaller(String name) {
        return index.keys().hasCaller(name);
    }

    /** The provider of that id or prefix; null when there is none. */
    public @Nullable Provider provider(String prefix) {
        return index.providers().find(prefix);
    }

    /** All providers, in order of id. */
    public Collection<Provider> providers() {
        return index.providers().all();
    }

    /** Providers that know a model id by name, in order of id. */
    public List<Provider> declaring(String modelId) {
        return index.providers().declaring(modelId);
    }

    /** The combo of that name; null when there is none. */
    public @Nullable ComboConfig combo(String name) {
        return index.combo(name);
    }

    /** All combos, in order of name. */
    public List<ComboConfig> combos() {
        return index.config().combos();
    }

    /** The target of an alias; null when there is no such alias. */
    public @Nullable String alias(String name) {
        return index.alias(name);
    }

    /** All aliases, in order of name. */
    public List<AliasConfig> aliases() {
        return index.config().aliases();
    }

    /** {@link Provider#price}. */
    public @Nullable PriceConfig price(Provider provider, String modelId) {
        return provider.price(modelId);
    }

    /** What a connection shows its provider; null when there is none. */
    public @Nullable Credential credential(String connection) {
        return credentials.byConnection().get(connection);
    }

    /** How a connection's provider is reached. */
    public Egress way(Connection connection) {
        return ways.isEmpty() ? Egress.DEFAULT : ways.getOrDefault(connection.name(), Egress.DEFAULT);
    }

    /** All ways that anything is said of. */
    public Set<Egress> ways() {
        return new HashSet<>(ways.values());
    }

    private static boolean sameWays(ConfigIndex index, Credentials credentials, Snapshot before) {
        return credentials.equals(before.credentials)
                && index.providers() == before.index.providers()
                && Objects.equals(
                        index.config().settings().egress(),
                        before.index.config().settings().egress());
    }

    /** Equal ones are one instance, so that what is kept for each is found at once. */
    private static Map<String, Egress> ways(ConfigIndex index, Credentials credentials) {
        Map<Egress, Egress> distinct = new HashMap<>();
        Map<String, Egress> ways = new HashMap<>();
        index.config().connections().forEach(connection -> {
            Egress way = Egress.of(connection, index.config().settings().egress(), credentials.byConnection());
            if (!way.equals(Egress.DEFAULT)) {
                ways.put(connection.name(), distinct.computeIfAbsent(way, same -> same));
            }
        });
        return ways;
    }

    /** Whether a connection has what it takes: its credential is here, or it needs none. */
    public boolean equipped(Connection connection) {
        return !connection.config().needsCredential()
                || credentials.byConnection().containsKey(connection.name());
    }

    /** Where requests go at present: {@link Provider#endpoint} of every connection, at every address of its provider. */
    public Set<String> endpoints() {
        Set<String> all = new TreeSet<>();
        for (Provider provider : providers()) {
            for (Connection connection : provider.connections()) {
                Credential shown = credential(connection.name());
                provider.everywhere(shown).forEach(place -> all.add(place.endpoint(connection, shown)));
            }
        }
        return all;
    }

    /** What is not served as it was published, because it is of a later release. */
    public List<NotUnderstood> notUnderstood() {
        return Stream.concat(notUnderstood.stream(), credentials.notUnderstood().stream())
                .toList();
    }

    /** What was left out and why, for the log. */
    public List<String> problems() {
        return Stream.concat(
                        index.problems().stream(),
                        notUnderstood().stream().map(one -> one.part() + " " + one.name() + ": " + one.reason()))
                .toList();
    }
}
