package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a configuration that a reader does not understand, such as a dialect of a later release. What it means for
 * requests: what says how a provider is spoken to, or what a caller may do, is not served (of a provider the form before may
 * be, see {@link ConfigDocument#keeping}); what only says what comes first has its default.
 *
 * @param part the list of the configuration that it stands in: {@link #SETTINGS} …; {@link #MORE} when there are too many to tell
 * @param name what it is called there; of settings and of {@link #MORE} empty
 * @param reason what is not understood, what was expected, and what becomes of it
 * @param route digest of where a provider is and of what it is shown, for who reads the configuration: it is told nobody;
 *     null = it is none
 */
public record NotUnderstood(
        @Size(max = 64) String part,
        @Size(max = 512) String name,
        @Size(max = MAX_REASON) String reason,
        @JsonIgnore @Nullable String route) {
    /** The Router's settings. */
    public static final String SETTINGS = "settings";

    /** A {@link ProviderConfig}. */
    public static final String PROVIDERS = "providers";

    /** A {@link ConnectionConfig}, or its credential. */
    public static final String CONNECTIONS = "connections";

    /** A {@link ComboConfig}. */
    public static final String COMBOS = "combos";

    /** An {@link AliasConfig}. */
    public static final String ALIASES = "aliases";

    /** A {@link KeyConfig}. */
    public static final String KEYS = "keys";

    /** Whatever else there is. */
    public static final String MORE = "more";

    /** A replica tells at most so many. */
    public static final int MAX = 1_000;

    private static final int MAX_REASON = 512;

    public NotUnderstood {
        Checks.text("part", part);
        name = name == null ? "" : name;
        reason = reason == null ? "" : reason.substring(0, Math.min(reason.length(), MAX_REASON));
    }

    /** What is no provider. */
    public NotUnderstood(String part, String name, String reason) {
        this(part, name, reason, null);
    }

    /**
     * Whether it is about a part of the configuration.
     *
     * @param config a {@link GatewayConfig.Settings} or a value of one of the lists; a connection goes with its provider
     */
    public boolean isAbout(Object config) {
        return switch (part) {
            case SETTINGS -> config instanceof GatewayConfig.Settings;
            case PROVIDERS ->
                (config instanceof ProviderConfig provider && provider.id().equals(name))
                        || (config instanceof ConnectionConfig connection
                                && connection.provider().equals(name));
            case CONNECTIONS ->
                config instanceof ConnectionConfig connection
                        && connection.name().equals(name);
            case COMBOS -> config instanceof ComboConfig combo && combo.name().equals(name);
            case ALIASES -> config instanceof AliasConfig alias && alias.alias().equals(name);
            case KEYS -> config instanceof KeyConfig key && key.caller().equals(name);
            // Of a list that is not told whole, and of what a later release tells, nobody knows whom it concerns.
            default -> true;
        };
    }

    /** The same, and the form before serves. */
    NotUnderstood served() {
        return new NotUnderstood(part, name, "the form before is served: " + reason, route);
    }
}
