package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
import io.ninerouter.config.Placeholders;
import io.ninerouter.config.ProviderConfig;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the credential of a connection is checked without traffic. A call that generates something would be the surest check
 * and is never made: it costs what the user has not asked for.
 */
final class ProbeRules {
    static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(5);
    static final Duration SHORTEST = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofHours(24);

    private ProbeRules() {}

    /** Refuses an interval that the schema could not. */
    static Decision accept(ProviderConnection.Spec spec, Decision otherwise) {
        if (!otherwise.holds()) {
            return otherwise;
        }
        try {
            Duration interval = interval(spec.probe());
            return interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0
                    ? Decision.no(
                            Reason.INVALID, "probe.interval: " + text(spec.probe()) + " (expected: between 1m and 24h)")
                    : otherwise;
        } catch (IllegalArgumentException e) {
            return Decision.no(Reason.INVALID, String.valueOf(e.getMessage()));
        }
    }

    /**
     * What is asked of the provider.
     *
     * @param settings of the connection, defaults included
     * @param credential null = the connection shows none
     */
    static Probing decide(
            ProviderConnection.Spec spec,
            Providers providers,
            Map<String, String> settings,
            @Nullable Credential credential) {
        ProviderConnection.Probe probe = spec.probe();
        ProviderConfig provider = providers.find(spec.provider());
        if (provider == null || credential == null) {
            return Probing.NONE;
        }
        if (probe != null && Boolean.FALSE.equals(probe.enabled())) {
            return new Probing.Never("spec.probe.enabled: false");
        }
        String path = providers.probes().getOrDefault(provider.id(), Providers.MODELS);
        Map<String, String> values = new TreeMap<>(settings);
        values.putAll(credential.facts());
        return ask(provider, path, values, credential, interval(probe));
    }

    private static Probing ask(
            ProviderConfig provider,
            String path,
            Map<String, String> values,
            Credential credential,
            Duration interval) {
        AuthScheme tokenAuth = credential.kind() == Credential.Kind.ACCESS_TOKEN ? provider.tokenAuth() : null;
        AuthScheme auth = tokenAuth == null ? provider.auth() : tokenAuth;
        String base = credential.facts().getOrDefault(Credential.BASE_URL, provider.baseUrl());
        String url = Placeholders.fill(base + path, values);
        String who = "provider " + provider.id();
        if (path.isEmpty()) {
            return new Probing.Never(who + " has nothing that can be asked: its probe.path is empty");
        }
        return switch (auth.scheme()) {
            case NONE -> new Probing.Never(who + " is shown no credential: its auth.scheme is None");
            case SIGV4 -> new Probing.Never(who + " wants its requests signed");
            case BEARER, HEADER, QUERY ->
                url == null
                        ? new Probing.Never(who + " has no address without a request: " + provider.baseUrl())
                        : new Probing.Ask(
                                url,
                                auth,
                                headers(provider, values, credential.kind() == Credential.Kind.ACCESS_TOKEN),
                                credential.secret(),
                                interval);
        };
    }

    /**
     * As requests have them: without a version, Anthropic's API reference says, nothing is answered. One that only a request
     * could fill is left out.
     *
     * @param token whether those that a token needs are wanted too
     */
    static Map<String, String> headers(ProviderConfig provider, Map<String, String> values, boolean token) {
        Map<String, String> headers = new TreeMap<>();
        put(headers, provider.headers(), values);
        if (token) {
            put(headers, provider.tokenHeaders(), values);
        }
        if (provider.dialects().getFirst() == Dialect.ANTHROPIC) {
            headers.putIfAbsent("anthropic-version", "2023-06-01");
        }
        return headers;
    }

    private static void put(Map<String, String> into, Map<String, String> headers, Map<String, String> values) {
        headers.forEach((name, value) -> {
            String filled = Placeholders.fill(value, values);
            if (filled != null) {
                into.put(name, filled);
            }
        });
    }

    private static Duration interval(ProviderConnection.@Nullable Probe probe) {
        String text = text(probe);
        return text == null ? DEFAULT_INTERVAL : Duration.ofMillis(Quantities.millis("probe.interval", text));
    }

    private static @Nullable String text(ProviderConnection.@Nullable Probe probe) {
        return probe == null ? null : probe.interval();
    }
}
