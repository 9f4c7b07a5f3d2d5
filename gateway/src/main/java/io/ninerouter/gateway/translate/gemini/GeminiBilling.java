package io.ninerouter.gateway.translate.gemini;

import io.ninerouter.gateway.chat.Billing;
import io.ninerouter.gateway.frame.JsonFields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code usageMetadata} tells beside its totals: tokens by modality, and how the request was served ({@code serviceTier};
 * on Vertex {@code trafficType}, such as {@code ON_DEMAND_FLEX}). Stateless.
 */
final class GeminiBilling {
    private static final String ON_DEMAND = "on_demand_";

    private GeminiBilling() {}

    static Billing of(JsonFields usage) {
        return Billing.NONE
                .withMedia(media("AUDIO", usage), media("IMAGE", usage))
                .served(usage.text("serviceTier"))
                .served(traffic(usage.text("trafficType")));
    }

    private static Billing.MediaTokens media(String modality, JsonFields usage) {
        return Billing.MediaTokens.ofTotals(
                tokens("promptTokensDetails", modality, usage) + tokens("toolUsePromptTokensDetails", modality, usage),
                tokens("cacheTokensDetails", modality, usage),
                tokens("candidatesTokensDetails", modality, usage));
    }

    private static long tokens(String list, String modality, JsonFields usage) {
        long sum = 0;
        for (int place = 0; ; place++) {
            String element = list + '[' + place + ']';
            String of = usage.text(element + ".modality");
            if (of == null) {
                return sum;
            }
            sum += of.equals(modality) ? Math.max(0, usage.count(element + ".tokenCount")) : 0;
        }
    }

    private static @Nullable String traffic(@Nullable String type) {
        String word = type == null ? "" : type.toLowerCase(Locale.ROOT);
        return word.startsWith(ON_DEMAND) ? word.substring(ON_DEMAND.length()) : null;
    }
}
