package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.api.v1alpha1.Reason;
import io.ninerouter.config.AuthScheme;
import io.ninerouter.config.Credential;
import io.ninerouter.config.Dialect;
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
     * @param credential null = the connection shows none
     */
    static Probing decide(ProviderConnection.Spec spec, Providers providers, @Nullable Credential credential) {
        ProviderConnection.Probe probe = spec.probe();
        ProviderConfig provider = providers.find(spec.provider());
        if (provider == null || credential == null) {
            return Probing.NONE;
        }
        if (probe != null && Boolean.FALSE.equals(probe.enabled())) {
            return new Probing.Never("spec.probe.enabled: false");
        }
        if (provider.auth().scheme() == AuthScheme.Scheme.NONE) {
            return new Probing.Never("provider " + provider.id() + " is shown no credential: its auth.scheme is None");
        }
        String path = providers.probes().getOrDefault(provider.id(), Providers.MODELS);
        if (path.isEmpty()) {
            return new Probing.Never(
                    "provider " + provider.id() + " has nothing that can be asked: its probe.path is empty");
        }
        return new Probing.Ask(
                provider.baseUrl() + path, provider.auth(), headers(provider), credential.secret(), interval(probe));
    }

    /** As requests have them: without a version, Anthropic's API reference says, nothing is answered. */
    private static Map<String, String> headers(ProviderConfig provider) {
        if (provider.dialects().getFirst() != Dialect.ANTHROPIC) {
            return provider.headers();
        }
        Map<String, String> headers = new TreeMap<>(provider.headers());
        headers.putIfAbsent("anthropic-version", "2023-06-01");
        return headers;
    }

    private static Duration interval(ProviderConnection.@Nullable Probe probe) {
        String text = text(probe);
        return text == null ? DEFAULT_INTERVAL : Duration.ofMillis(Quantities.millis("probe.interval", text));
    }

    private static @Nullable String text(ProviderConnection.@Nullable Probe probe) {
        return probe == null ? null : probe.interval();
    }
}
