package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
 * @param settings values for placeholders of the provider's address and headers, the provider's defaults included; a fact of
 *     the credential of the same name wins
 * @param egress how the provider is reached; null = as the Router says
 * @param renewed whether the credential is replaced from time to time: where it is refused, a newer one may be on its way
 * @param offers ids of the models that the provider said it has for this account; empty = not known
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
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean subscription,
        Map<String, String> settings,
        @Nullable EgressConfig egress,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean renewed,
        List<String> offers) {

    public ConnectionConfig {
        Checks.text("name", name);
        Checks.text("provider", provider);
        Checks.atLeast("weight", weight, 1);
        Checks.atLeast("maxConcurrentRequests", maxConcurrentRequests, 0);
        models = Copies.list(models);
        settings = Copies.sorted(settings);
        offers = Copies.list(offers);
    }

    /** The same, its provider reached in another way. */
    public ConnectionConfig with(EgressConfig other) {
        return new ConnectionConfig(
                name,
                provider,
                priority,
                weight,
                models,
                maxConcurrentRequests,
                needsCredential,
                subscription,
                settings,
                other,
                renewed,
                offers);
    }

    /** The same, its provider having said what it offers. */
    public ConnectionConfig offering(List<String> ids) {
        return new ConnectionConfig(
                name,
                provider,
                priority,
                weight,
                models,
                maxConcurrentRequests,
                needsCredential,
                subscription,
                settings,
                egress,
                renewed,
                ids);
    }

    /** One whose provider needs no settings. */
    public ConnectionConfig(
            String name,
            String provider,
            int priority,
            int weight,
            List<String> models,
            int maxConcurrentRequests,
            boolean needsCredential,
            boolean subscription) {
        this(
                name,
                provider,
                priority,
                weight,
                models,
                maxConcurrentRequests,
                needsCredential,
                subscription,
                Map.of(),
                null,
                false,
                List.of());
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
