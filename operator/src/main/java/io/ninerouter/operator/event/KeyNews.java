package io.ninerouter.operator.event;

import io.ninerouter.api.v1alpha1.ApiKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people want to hear of an issued key: that there is one, that there is another. Pure. */
final class KeyNews {
    private KeyNews() {}

    static Optional<Transitions.Announcement> between(ApiKey.@Nullable Status before, ApiKey.Status after) {
        String now = issuedAt(after);
        String then = before == null ? null : issuedAt(before);
        if (now == null || now.equals(then)) {
            return Optional.empty();
        }
        ApiKey.RotationStatus rotation = after.rotation();
        String until = rotation == null ? null : rotation.previousUntil();
        return Optional.of(
                then == null
                        ? news("KeyIssued", "issued key " + after.keyPrefix())
                        : news(
                                "KeyRotated",
                                "replaced the key: now " + after.keyPrefix() + "; the one before it is accepted "
                                        + (until == null ? "no more" : "until " + until)));
    }

    private static @Nullable String issuedAt(ApiKey.Status status) {
        ApiKey.RotationStatus rotation = status.rotation();
        return rotation == null ? null : rotation.issuedAt();
    }

    private static Transitions.Announcement news(String reason, String message) {
        return new Transitions.Announcement(false, reason, message);
    }
}
