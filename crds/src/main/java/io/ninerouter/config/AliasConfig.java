package io.ninerouter.config;

/**
 * Another name for a model, a combo or an alias; never in a cycle.
 *
 * @param alias what callers ask for
 * @param target a model string as a caller could send it
 */
public record AliasConfig(String alias, String target) {
    public AliasConfig {
        Checks.text("alias", alias);
        Checks.text("target", target);
    }
}
