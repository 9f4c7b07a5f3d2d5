package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * One account at one provider. Its credential travels apart, in the credentials Secret under the same name, so that a
 * rotated token changes nothing here.
 *
 * @param name the ProviderConnection's name, unique within a configuration
 * @param provider the {@link ProviderConfig#id()}
 * @param priority lower is tried first
 * @param weight relative share among connections of one priority; at least 1
 * @param models allow-list of model ids; empty = all that the provider offers
 * @param maxConcurrentRequests 0 = unlimited
 * @param needsCredential false when the provider takes none
 * @param subscription whether the account pays by the month: its requests are not billed one by one
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ConnectionConfig(
        String name,
        String provider,
        int priority,
        int weight,
        List<String> models,
        int maxConcurrentRequests,
        boolean needsCredential,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean subscription) {

    public ConnectionConfig {
        Checks.text("name", name);
        Checks.text("provider", provider);
        Checks.atLeast("weight", weight, 1);
        Checks.atLeast("maxConcurrentRequests", maxConcurrentRequests, 0);
        models = Copies.list(models);
    }

    /** An account that pays for what it uses. */
    public ConnectionConfig(
            String name,
            String provider,
            int priority,
            int weight,
            List<String> models,
            int maxConcurrentRequests,
            boolean needsCredential) {
        this(name, provider, priority, weight, models, maxConcurrentRequests, needsCredential, false);
    }
}
