package io.ninerouter.operator.credential;

import io.ninerouter.api.v1alpha1.ProviderConnection.OAuthFlow;
import io.ninerouter.config.SecretText;
import io.ninerouter.operator.catalog.LoginKind;
import io.ninerouter.operator.catalog.OAuthLogin;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One account as its connection wants it: the vendor's rules and what the user says beside them.
 *
 * @param login how the provider's accounts log in
 * @param flow the one that the user wants; one of those that {@code login} offers
 * @param settings of the connection, defaults of the provider included
 * @param clientSecret null = none
 */
public record Account(
        OAuthLogin login,
        OAuthFlow flow,
        Map<String, String> settings,
        @Nullable SecretText clientSecret) {
    /** Placeholders that a login fills itself. */
    private static final java.util.Set<String> OURS = java.util.Set.of("code", "state");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_-]*)}");

    public Account {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
        if (login.flow(flow) == null) {
            throw new IllegalArgumentException("flow: " + flow + " (expected: one of " + login.flows() + ")");
        }
    }

    /** What the vendor does beyond the standards. */
    LoginKind kind() {
        OAuthLogin.Flow one = login.flow(flow);
        return one == null ? LoginKind.STANDARD : one.kind();
    }

    /** How tokens are renewed; null = they are not. */
    OAuthLogin.@Nullable Refresh refresh() {
        return login.refresh(flow);
    }

    /** An address that {@link #kind} asks. */
    String url(String name) {
        String url = login.urls().get(name);
        if (url == null) {
            throw new IllegalStateException("urls." + name + " of the login: none (expected: an address)");
        }
        return filled(url);
    }

    /** The client's public id; null = none is sent. */
    @Nullable
    String clientId() {
        return login.client().own() ? settings.get("clientId") : login.client().id();
    }

    /** The scopes as one text; empty = none. */
    String scope() {
        return String.join(" ", login.scopes());
    }

    /** A text whose placeholders are filled with settings; one that has no value stays as it is. */
    String filled(String text) {
        return filled(text, settings);
    }

    static String filled(String text, Map<String, String> values) {
        return text.indexOf('{') < 0
                ? text
                : PLACEHOLDER
                        .matcher(text)
                        .replaceAll(
                                found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
    }

    /** Parameters whose placeholders are filled. */
    Map<String, String> filled(Map<String, String> parameters) {
        Map<String, String> all = new TreeMap<>();
        parameters.forEach((name, value) -> all.put(name, filled(value)));
        return all;
    }

    /** A setting that an address, or a client of one's own, lacks; null = none. What a person has imported needs no client. */
    public @Nullable String lacking() {
        java.util.stream.Stream<String> texts = java.util.stream.Stream.concat(
                login.urls().values().stream(),
                switch (login.flow(flow)) {
                    case OAuthLogin.AuthorizationCode code -> java.util.stream.Stream.of(code.url(), code.tokenUrl());
                    case OAuthLogin.DeviceCode code -> java.util.stream.Stream.of(code.url(), code.tokenUrl());
                    case OAuthLogin.Import _ -> java.util.stream.Stream.<String>empty();
                    case null -> java.util.stream.Stream.<String>empty();
                });
        return texts.map(PLACEHOLDER::matcher)
                .flatMap(Matcher::results)
                .map(found -> found.group(1))
                .filter(name -> !settings.containsKey(name) && !OURS.contains(name))
                .findFirst()
                .orElse(
                        login.client().own() && flow != OAuthFlow.Import && !settings.containsKey("clientId")
                                ? "clientId"
                                : null);
    }
}
