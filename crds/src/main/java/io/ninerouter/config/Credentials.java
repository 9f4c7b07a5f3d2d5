package io.ninerouter.config;

import java.util.List;
import java.util.Map;

/**
 * The credentials of all connections of one Router, as the credentials Secret holds them.
 *
 * @param revision digest of the content: equal content, equal revision
 * @param byConnection by {@link ConnectionConfig#name()}
 * @param notUnderstood those that were left out
 */
public record Credentials(String revision, Map<String, Credential> byConnection, List<NotUnderstood> notUnderstood) {

    public Credentials {
        Checks.text("revision", revision);
        byConnection = Copies.sorted(byConnection);
        notUnderstood = Copies.list(notUnderstood);
    }

    /** Credentials that are all understood. */
    public Credentials(String revision, Map<String, Credential> byConnection) {
        this(revision, byConnection, List.of());
    }
}
