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
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ConnectionConfig(
        String name,
        String provider,
        int priority,
        int weight,
        List<String> models,
        int maxConcurrentRequests,
        boolean needsCredential) {

    public ConnectionConfig {
        Checks.text("name", name);
        Checks.text("provider", provider);
        Checks.atLeast("weight", weight, 1);
        Checks.atLeast("maxConcurrentRequests", maxConcurrentRequests, 0);
        models = Copies.list(models);
    }
}
