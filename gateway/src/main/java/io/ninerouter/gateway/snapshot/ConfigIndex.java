package io.ninerouter.gateway.snapshot;

import io.ninerouter.config.AliasConfig;
import io.ninerouter.config.ComboConfig;
import io.ninerouter.config.GatewayConfig;
import io.ninerouter.config.TokenIssuer;
import io.ninerouter.gateway.identity.TokenVerifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of one configuration: what is looked up per request is looked up here. An index of what has not changed is that
 * of the configuration before. Immutable.
 */
final class ConfigIndex {
    private final GatewayConfig config;
    private final ProviderIndex providers;
    private final KeyIndex keys;
    private final Map<String, ComboConfig> combos;
    private final Map<String, String> aliases;
    private final Tokens tokens;

    private ConfigIndex(GatewayConfig config, @Nullable ConfigIndex before) {
        this.config = config;
        providers = before != null && ProviderIndex.same(config, before.config)
                ? before.providers
                : ProviderIndex.of(config);
        keys = before != null && config.keys().equals(before.config.keys()) ? before.keys : KeyIndex.of(config.keys());
        combos = before != null && config.combos().equals(before.config.combos())
                ? before.combos
                : combos(config.combos());
        aliases = before != null && config.aliases().equals(before.config.aliases())
                ? before.aliases
                : aliases(config.aliases());
        TokenIssuer issuer = config.settings().tokens();
        tokens = before != null
                        && Objects.equals(issuer, before.config.settings().tokens())
                ? before.tokens
                : Tokens.of(issuer);
    }

    /** @param before an index of whatever was served before; it saves work and changes nothing */
    static ConfigIndex of(GatewayConfig config, @Nullable ConfigIndex before) {
        return new ConfigIndex(config, before);
    }

    GatewayConfig config() {
        return config;
    }

    List<String> problems() {
        List<String> all = new ArrayList<>(providers.problems());
        all.addAll(keys.problems());
        all.addAll(tokens.problems());
        return List.copyOf(all);
    }

    ProviderIndex providers() {
        return providers;
    }

    KeyIndex keys() {
        return keys;
    }

    @Nullable
    TokenVerifier tokens() {
        return tokens.verifier();
    }

    @Nullable
    ComboConfig combo(String name) {
        return combos.get(name);
    }

    @Nullable
    String alias(String name) {
        return aliases.get(name);
    }

    private static Map<String, ComboConfig> combos(List<ComboConfig> all) {
        Map<String, ComboConfig> combos = new HashMap<>();
        all.forEach(combo -> combos.putIfAbsent(combo.name(), combo));
        return combos;
    }

    private static Map<String, String> aliases(List<AliasConfig> all) {
        Map<String, String> aliases = new HashMap<>();
        all.forEach(alias -> aliases.putIfAbsent(alias.alias(), alias.target()));
        return aliases;
    }

    /** What verifies tokens. Without usable keys of the issuer no token is taken; callers with keys are served. */
    private record Tokens(@Nullable TokenVerifier verifier, List<String> problems) {
        static Tokens of(@Nullable TokenIssuer issuer) {
            try {
                return new Tokens(issuer == null ? null : new TokenVerifier(issuer), List.of());
            } catch (IllegalArgumentException e) {
                return new Tokens(null, List.of(e.getMessage() + " (tokens are refused)"));
            }
        }
    }
}
