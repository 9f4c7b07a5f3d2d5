package io.ninerouter.operator.compile;

import io.ninerouter.api.v1alpha1.ApiKey;
import io.ninerouter.operator.apikey.RotationSchedule;
import java.time.Duration;

/** Reads {@code spec.rotation}. */
public final class Rotations {
    private Rotations() {}

    /**
     * The schedule of an ApiKey.
     *
     * @throws IllegalArgumentException when it cannot be read; the message says what was expected
     */
    public static RotationSchedule of(ApiKey.Spec spec) {
        ApiKey.Rotation rotation = spec.rotation();
        if (rotation == null) {
            return RotationSchedule.ON_DEMAND;
        }
        Duration every = Duration.ofMillis(Quantities.millis("rotation.every", rotation.every()));
        String overlap = rotation.overlap();
        return new RotationSchedule(
                every,
                overlap == null
                        ? RotationSchedule.DEFAULT_OVERLAP
                        : Duration.ofMillis(Quantities.millis("rotation.overlap", overlap)));
    }
}
