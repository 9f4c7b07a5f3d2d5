package io.ninerouter.operator.catalog;

import io.ninerouter.config.PriceConfig;
import io.ninerouter.config.PriceRule;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What vendors ask for: the record of {@code prices/list.yaml} of module crds.
 *
 * @param date by when these prices were public, ISO 8601
 * @param tables in order: the first entry that matches counts
 */
public record ListPrices(String date, List<Table> tables) {
    /** Nothing is known. */
    public static final ListPrices NONE = new ListPrices("", List.of());

    public ListPrices {
        tables = tables == null ? List.of() : List.copyOf(tables);
    }

    /** The rules for one provider, in order; empty when nothing is known of it. */
    public List<PriceRule> of(String provider) {
        return tables.stream()
                .filter(table -> table.providers().contains(provider))
                .flatMap(table -> table.prices().stream())
                .flatMap(entry -> entry.rules().stream())
                .toList();
    }

    /**
     * The prices of one vendor.
     *
     * @param providers ids of the providers whose models these are
     * @param source the vendor's page on which they are published
     * @param date by when that page, or what else was read, said so, ISO 8601
     * @param verified whether they were read from the vendor's own pages; false = from public tables that say that they were
     */
    public record Table(Set<String> providers, String source, String date, boolean verified, List<Entry> prices) {
        public Table {
            providers = Set.copyOf(providers);
            prices = List.copyOf(prices);
        }
    }

    /**
     * The price of some models, USD per million tokens as decimals in text; see {@link PriceConfig}.
     *
     * @param models names and globs
     */
    public record Entry(
            List<String> models,
            @Nullable String input,
            @Nullable String output,
            @Nullable String cacheRead,
            @Nullable String cacheWrite,
            @Nullable String cacheWrite1h,
            @Nullable LongPrompt longPrompt) {
        public Entry {
            models = List.copyOf(models);
        }

        private List<PriceRule> rules() {
            PriceConfig price = PriceConfig.of(
                    input,
                    output,
                    cacheRead,
                    cacheWrite,
                    cacheWrite1h,
                    longPrompt == null ? null : longPrompt.config());
            return models.stream()
                    .map(model -> new PriceRule(null, model, price))
                    .toList();
        }
    }

    /** What all tokens cost beyond a length of the prompt; see {@link PriceConfig.LongPrompt}. */
    public record LongPrompt(
            long over,
            @Nullable String input,
            @Nullable String output,
            @Nullable String cacheRead,
            @Nullable String cacheWrite,
            @Nullable String cacheWrite1h) {

        private PriceConfig.LongPrompt config() {
            return PriceConfig.LongPrompt.of(over, input, output, cacheRead, cacheWrite, cacheWrite1h);
        }
    }
}
