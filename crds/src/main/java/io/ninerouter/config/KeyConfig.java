package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A caller, known by the digests of its keys.
 *
 * @param caller {@code namespace/name} of the ApiKey; names the caller in logs and metrics
 * @param digests SHA-256 of each key that is valid now, lower-case hex; several while a rotation overlaps; none for a
 *     caller that shows a token
 * @param active false = paused: the caller gets 403
 * @param expiresAtMillis epoch milliseconds from which on the caller gets 403; null = never
 * @param models allow-list of globs over model strings; empty = all
 * @param digestUntilMillis epoch milliseconds from which on one of the digests counts no more; a digest that is not named
 *     here counts until it is taken away. So the end of an overlap does not wait for the operator
 * @param serviceAccount who shows a token instead of a key; null = nobody
 * @param limits what it may do; null = as much as it likes
 * @param budget what it may spend; null = as much as it likes
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record KeyConfig(
        String caller,
        List<String> digests,
        @JsonInclude boolean active,
        @Nullable Long expiresAtMillis,
        List<String> models,
        Map<String, Long> digestUntilMillis,
        @Nullable ServiceAccount serviceAccount,
        @Nullable KeyLimits limits,
        @Nullable KeyBudget budget) {

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
        digestUntilMillis = Copies.sorted(digestUntilMillis);
    }

    /** A caller without limits. */
    public KeyConfig(
            String caller,
            List<String> digests,
            boolean active,
            @Nullable Long expiresAtMillis,
            List<String> models,
            Map<String, Long> digestUntilMillis,
            @Nullable ServiceAccount serviceAccount) {
        this(caller, digests, active, expiresAtMillis, models, digestUntilMillis, serviceAccount, null, null);
    }

    /** A caller whose keys count until they are taken away. */
    public KeyConfig(
            String caller, List<String> digests, boolean active, @Nullable Long expiresAtMillis, List<String> models) {
        this(caller, digests, active, expiresAtMillis, models, Map.of(), null);
    }

    /**
     * A ServiceAccount of the cluster.
     *
     * @param uid tells it from an earlier one of the same name, whose tokens count no more
     */
    public record ServiceAccount(String namespace, String name, String uid) {
        public ServiceAccount {
            Checks.text("serviceAccount.namespace", namespace);
            Checks.text("serviceAccount.name", name);
            Checks.text("serviceAccount.uid", uid);
        }

        /** The subject of its tokens. */
        public String subject() {
            return "system:serviceaccount:" + namespace + ":" + name;
        }
    }
}
