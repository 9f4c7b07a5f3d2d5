package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What models cost, over what is declared with them.
 *
 * @param provider the {@link ProviderConfig#id()}; null = every provider
 * @param model a glob over model ids
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PriceRule(@Nullable String provider, String model, PriceConfig price) {
    public PriceRule {
        Checks.text("model", model);
        Checks.present("price", price);
    }
}
