package io.ninerouter.operator.catalog;

import io.ninerouter.config.LongPromptPrice;
import io.ninerouter.config.MediaPrice;
import io.ninerouter.config.PriceConfig;
import io.ninerouter.config.PriceRule;
import java.util.List;
import java.util.Map;
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
     * @param evidence what was read: the vendor's page, or others that have read it; the head of the file says which are meant
     */
    public record Table(Set<String> providers, String source, String date, List<String> evidence, List<Entry> prices) {
        public Table {
            providers = Set.copyOf(providers);
            evidence = List.copyOf(evidence);
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
            @Nullable LongPrompt longPrompt,
            @Nullable Media audio,
            @Nullable Media image,
            @Nullable String search,
            @Nullable String searchRequest,
            Map<String, String> tiers,
            Map<String, String> places,
            boolean reported) {
        public Entry {
            models = List.copyOf(models);
            tiers = tiers == null ? Map.of() : Map.copyOf(tiers);
            places = places == null ? Map.of() : Map.copyOf(places);
        }

        private List<PriceRule> rules() {
            PriceConfig price = PriceConfig.of(
                            input,
                            output,
                            cacheRead,
                            cacheWrite,
                            cacheWrite1h,
                            longPrompt == null ? null : longPrompt.config())
                    .withMedia(audio == null ? null : audio.config(), image == null ? null : image.config())
                    .withSearch(search, searchRequest)
                    .withTiers(tiers, places)
                    .asReported(reported);
            return models.stream()
                    .map(model -> new PriceRule(null, model, price))
                    .toList();
        }
    }

    /** Tokens of another kind than text; see {@link MediaPrice}. */
    public record Media(
            @Nullable String input,
            @Nullable String cacheRead,
            @Nullable String output) {

        private MediaPrice config() {
            return MediaPrice.of(input, cacheRead, output);
        }
    }

    /** What all tokens cost beyond a length of the prompt; see {@link LongPromptPrice}. */
    public record LongPrompt(
            long over,
            @Nullable String input,
            @Nullable String output,
            @Nullable String cacheRead,
            @Nullable String cacheWrite,
            @Nullable String cacheWrite1h) {

        private LongPromptPrice config() {
            return LongPromptPrice.of(over, input, output, cacheRead, cacheWrite, cacheWrite1h);
        }
    }
}
