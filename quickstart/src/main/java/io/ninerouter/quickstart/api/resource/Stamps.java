package io.ninerouter.quickstart.api.resource;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Where times and unique ids come from.
 *
 * @param clock what time it is
 * @param uids a new uid each time
 */
public record Stamps(InstantSource clock, Supplier<UUID> uids) {

    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    /** The second, RFC 3339. */
    public String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** A new uid. */
    public String uid() {
        return uids.get().toString();
    }

    /** Five letters after a generateName. */
    String suffix() {
        long random = uids.get().getLeastSignificantBits() >>> 1;
        StringBuilder suffix = new StringBuilder(5);
        for (int i = 0; i < 5; i++) {
            suffix.append(ALPHABET.charAt((int) (random % ALPHABET.length())));
            random /= ALPHABET.length();
        }
        return suffix.toString();
    }
}
