package io.ninerouter.operator.status;

import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.operator.credential.Standing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a status tells of an account that logs in; null = nothing. */
final class LoginStatus {
    private LoginStatus() {}

    static ProviderConnection.@Nullable Account account(@Nullable Standing standing) {
        Standing.Who who = standing == null ? null : standing.who();
        return who == null || (who.id() == null && who.email() == null && who.plan() == null)
                ? null
                : new ProviderConnection.Account(cut(who.id(), 256), cut(who.email(), 320), cut(who.plan(), 128));
    }

    static @Nullable String expiresAt(@Nullable Standing standing) {
        return standing == null ? null : time(standing.expiresAt());
    }

    static ProviderConnection.@Nullable Authorization authorization(@Nullable Standing standing) {
        Standing.Authorization login = standing == null ? null : standing.authorization();
        return login == null
                ? null
                : new ProviderConnection.Authorization(
                        cut(login.visit(), 1_024),
                        cut(login.code(), 64),
                        cut(login.authorizeUrl(), 4_096),
                        time(login.until()));
    }

    private static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    private static @Nullable String cut(@Nullable String text, int most) {
        return text == null || text.length() <= most ? text : text.substring(0, most);
    }
}
