package io.ninerouter.config;

import java.util.Map;

/**
 * The credentials of all connections of one Router, as the credentials Secret holds them.
 *
 * @param revision digest of the content: equal content, equal revision
 * @param byConnection by {@link ConnectionConfig#name()}
 */
public record Credentials(String revision, Map<String, Credential> byConnection) {

    public Credentials {
        Checks.text("revision", revision);
        byConnection = Copies.sorted(byConnection);
    }
}
