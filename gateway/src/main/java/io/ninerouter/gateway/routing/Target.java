package io.ninerouter.gateway.routing;

import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.config.SecretText;
import io.ninerouter.gateway.codec.CursorSecret;
import io.ninerouter.gateway.snapshot.Connection;
import io.ninerouter.gateway.snapshot.Provider;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One place to try.
 *
 * @param provider whose endpoint
 * @param connection which account
 * @param model the provider's own name of the model
 * @param dialect what to speak, as {@link Provider#dialectFor} says
 * @param credential what to show; null when the connection needs none
 * @param effort how hard the model shall think, where the name that was asked for says so; else null
 */
public record Target(
        Provider provider,
        Connection connection,
        String model,
        Dialect dialect,
        @Nullable Credential credential,
        @Nullable String effort) {

    /** One whose name says nothing of effort. */
    public Target(
            Provider provider, Connection connection, String model, Dialect dialect, @Nullable Credential credential) {
        this(provider, connection, model, dialect, credential, null);
    }

    /** The same place with another credential. */
    public Target with(Credential other) {
        return new Target(provider, connection, model, dialect, other, effort);
    }

    /**
     * What is known of the account, by name: settings of the connection, and over them facts that came with the credential.
     */
    public Map<String, String> account() {
        Map<String, String> settings = connection.config().settings();
        if (credential == null || credential.facts().isEmpty()) {
            return settings;
        }
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(credential.facts());
        return all;
    }

    /** What of the credential a provider may repeat and nobody else may see: all of it, and what it is shown of it. */
    public List<SecretText> secrets() {
        if (credential == null) {
            return List.of();
        }
        SecretText whole = credential.secret();
        String token = dialect == Dialect.CURSOR ? CursorSecret.token(whole.reveal()) : "";
        return token.isBlank() || token.equals(whole.reveal()) ? List.of(whole) : List.of(whole, SecretText.of(token));
    }

    /** {@code provider/model/connection}, as the {@code x-ninerouter-target} header and the log have it. */
    public String label() {
        return label(provider, model, connection);
    }

    /** What is asked, and which way: what shares it shares a circuit breaker. */
    public String endpoint() {
        return provider.endpoint(connection, credential);
    }

    /** Scheme, host and port; null where a value is missing that would make them. */
    public @Nullable URI server() {
        try {
            URI uri = new URI(provider.place(connection, credential));
            return uri.getHost() == null ? null : uri;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** What the model costs at this place; null = not known. */
    public @Nullable PriceConfig price() {
        PriceConfig known = provider.price(model);
        if (known == null || known.places().isEmpty()) {
            return known;
        }
        URI fixed = provider.address().fixed();
        URI address = fixed == null ? server() : fixed;
        String host = address == null ? null : address.getHost();
        return known.at(host == null ? null : host.toLowerCase(Locale.ROOT));
    }

    static String label(Provider provider, String model, Connection connection) {
        return provider.id() + '/' + model + '/' + connection.name();
    }
}
