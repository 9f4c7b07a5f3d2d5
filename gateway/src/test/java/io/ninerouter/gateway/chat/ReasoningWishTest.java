package io.ninerouter.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words for effort and budgets stand for each other (facts page on wire formats, section 4.8). */
class ReasoningWishTest {

    @ParameterizedTest(name = "{0} is {1} tokens")
    @CsvSource(nullValues = "-", textBlock = """
                    none,    0
                    minimal, 1024
                    low,     4096
                    medium,  8192
                    high,    16384
                    xhigh,   32768
                    max,     32768
                    odd,     -
                    """)
    void aWordIsABudget(String word, @Nullable Long tokens) {
        assertThat(ReasoningWish.ofEffort(word).budgetTokens()).isEqualTo(tokens);
    }

    /** The nearest word at or above it: nobody gets less than was asked for. */
    @ParameterizedTest(name = "{0} tokens are {1}")
    @CsvSource({
        "1, minimal",
        "1024, minimal",
        "1025, low",
        "4096, low",
        "8192, medium",
        "8193, high",
        "16384, high",
        "32768, xhigh",
        "64000, xhigh"
    })
    void aBudgetIsAWord(long tokens, String word) {
        assertThat(new ReasoningWish(ReasoningWish.Mode.BUDGET, null, tokens, null).effortWord())
                .isEqualTo(word);
    }
}
