package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A caller, known by the digests of its keys.
 *
 * @param caller {@code namespace/name} of the ApiKey; names the caller in logs and metrics
 * @param digests SHA-256 of each key that is valid now, lower-case hex; several while a rotation overlaps
 * @param active false = paused: the caller gets 403
 * @param expiresAtMillis epoch milliseconds from which on the caller gets 403; null = never
 * @param models allow-list of globs over model strings; empty = all
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record KeyConfig(
        String caller,
        List<String> digests,
        @JsonInclude boolean active,
        @Nullable Long expiresAtMillis,
        List<String> models) {

    public KeyConfig {
        Checks.text("caller", caller);
        digests = Copies.list(digests);
        for (String digest : digests) {
            if (!digest.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException("digest of " + caller + ": " + digest.length()
                        + " characters (expected: 64 of lower-case hex)");
            }
        }
        models = Copies.list(models);
    }
}
