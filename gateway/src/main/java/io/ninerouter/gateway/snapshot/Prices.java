package io.ninerouter.gateway.snapshot;

import io.ninerouter.config.ModelConfig;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.config.PriceRule;
import io.ninerouter.config.ProviderConfig;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What models of one provider cost: by the Router's first rule that matches, else as declared with the model, else by the
 * first list price that matches, else as the provider's own list says. Looked up ahead for models that are known by name. Immutable.
 */
final class Prices {
    private final List<PriceRule> over;
    private final List<PriceRule> listed;
    private final Map<String, ModelConfig> declared;
    private final Map<String, ModelConfig> told;
    private final Map<String, @Nullable PriceConfig> known = new HashMap<>();

    /**
     * For one provider.
     *
     * @param told what is declared and, under it, what the provider's lists say
     * @param names models that are known by name
     */
    Prices(
            List<PriceRule> router,
            ProviderConfig provider,
            Map<String, ModelConfig> declared,
            Map<String, ModelConfig> told,
            Collection<String> names) {
        over = router.stream()
                .filter(rule -> rule.provider() == null || rule.provider().equals(provider.id()))
                .toList();
        listed = provider.prices();
        this.declared = declared;
        this.told = told;
        names.forEach(name -> known.put(name, find(name)));
    }

    /** The price of a model; null = not known. */
    @Nullable
    PriceConfig of(String modelId) {
        return known.containsKey(modelId) ? known.get(modelId) : find(modelId);
    }

    private @Nullable PriceConfig find(String modelId) {
        PriceConfig ruled = first(over, modelId);
        if (ruled != null) {
            return ruled;
        }
        PriceConfig own = price(declared.get(modelId));
        PriceConfig vendors = own == null ? first(listed, modelId) : own;
        PriceConfig lists = price(told.get(modelId));
        if (lists != null && PriceConfig.AS_REPORTED.equals(vendors)) {
            // A broker's answers tell what they cost; its list is for choosing, setting aside, and cut answers.
            return lists.asReported(true);
        }
        return vendors == null ? lists : vendors;
    }

    private static @Nullable PriceConfig price(@Nullable ModelConfig model) {
        return model == null ? null : model.price();
    }

    private static @Nullable PriceConfig first(List<PriceRule> rules, String modelId) {
        for (PriceRule rule : rules) {
            if (ModelGlobs.matches(rule.model(), modelId)) {
                return rule.price();
            }
        }
        return null;
    }
}
