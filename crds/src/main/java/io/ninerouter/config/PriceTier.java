package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.math.BigDecimal;

/**
 * A way to be served that has a price of its own.
 *
 * @param name as answers say it, in lower case: a service tier ({@code flex}), a speed ({@code fast}), a place ({@code us});
 *     or a host that is asked, which may begin with {@code *}
 * @param factor what the price of each token is multiplied by; at least 0
 */
public record PriceTier(
        String name,

        @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal factor) {

    public PriceTier {
        Checks.text("price.tiers.name", name);
        Checks.present("price.tiers." + name, factor);
        Money.check("price.tiers." + name, factor);
    }

    /** Whether a host is meant; in lower case. */
    boolean isOf(String host) {
        return name.startsWith("*") ? host.endsWith(name.substring(1)) : host.equals(name);
    }
}
