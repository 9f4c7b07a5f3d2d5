package io.ninerouter.config;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What tokens of another kind than text cost, USD per million; null = what text costs.
 *
 * @param input input that no cache held
 * @param cacheRead input read from a cache
 * @param output output
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MediaPrice(
        @Nullable @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal input,

        @Nullable @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal cacheRead,

        @Nullable @JsonFormat(shape = JsonFormat.Shape.STRING)
        BigDecimal output) {

    public MediaPrice {
        Money.check("price of media: input", input);
        Money.check("price of media: cacheRead", cacheRead);
        Money.check("price of media: output", output);
    }

    /**
     * One of decimals as a user writes them.
     *
     * @throws IllegalArgumentException when one is no decimal; the message names it
     */
    public static MediaPrice of(@Nullable String input, @Nullable String cacheRead, @Nullable String output) {
        return new MediaPrice(
                Money.decimal("price of media: input", input),
                Money.decimal("price of media: cacheRead", cacheRead),
                Money.decimal("price of media: output", output));
    }

    /** The same, each token dearer by a factor. */
    MediaPrice times(BigDecimal factor) {
        return new MediaPrice(Money.times(input, factor), Money.times(cacheRead, factor), Money.times(output, factor));
    }
}
