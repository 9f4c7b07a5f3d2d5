package io.ninerouter.operator.event;

import io.ninerouter.api.v1alpha1.ProviderConnection;
import io.ninerouter.operator.event.Transitions.Announcement;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That an account's access token was renewed. Until when it lasts is in the status, not in the message: one Event an account,
 * whose count says how often. Pure.
 */
final class Renewals {
    private static final Announcement RENEWED = new Announcement(
            false, "TokenRenewed", "the access token was renewed; status.tokenExpiresAt tells until when");

    private Renewals() {}

    static Optional<Announcement> between(ProviderConnection.@Nullable Status before, ProviderConnection.Status after) {
        OffsetDateTime then = before == null ? null : time(before.tokenExpiresAt());
        OffsetDateTime now = time(after.tokenExpiresAt());
        return then != null && now != null && now.isAfter(then) ? Optional.of(RENEWED) : Optional.empty();
    }

    private static @Nullable OffsetDateTime time(@Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text);
        } catch (DateTimeException e) {
            // A status that somebody else has written.
            return null;
        }
    }
}
