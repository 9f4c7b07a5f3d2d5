package io.ninerouter.gateway.codec;

import io.ninerouter.gateway.chat.Billing;
import io.ninerouter.gateway.frame.JsonFields;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What {@code usage} of OpenAI's dialects says that an answer costs. OpenRouter: {@code cost}, and what the owner of a key of
 * another provider pays there beside it ({@code is_byok}, {@code cost_details.upstream_inference_cost}); Perplexity: {@code
 * cost.total_cost} in {@code cost.currency}, searches included; xAI: {@code cost_in_usd_ticks}, tools included. Whether that
 * counts is for the price to say. Stateless.
 */
public final class ToldCost {
    /** A tick of xAI is 10⁻¹⁰ USD. */
    private static final int TICK_DECIMALS = 10;

    private ToldCost() {}

    /** The cost alone; nothing where none is told. */
    public static Billing of(JsonFields usage) {
        return Billing.ofCost(usd(usage));
    }

    private static @Nullable BigDecimal usd(JsonFields usage) {
        BigDecimal ticks = usage.decimal("cost_in_usd_ticks");
        if (ticks != null) {
            return ticks.movePointLeft(TICK_DECIMALS);
        }
        BigDecimal total = usage.decimal("cost.total_cost");
        if (total != null) {
            String currency = usage.text("cost.currency");
            return currency == null || currency.equals("USD") ? total : null;
        }
        BigDecimal cost = usage.decimal("cost");
        BigDecimal upstream = usage.decimal("cost_details.upstream_inference_cost");
        return cost != null && upstream != null && "true".equals(usage.text("is_byok")) ? cost.add(upstream) : cost;
    }
}
