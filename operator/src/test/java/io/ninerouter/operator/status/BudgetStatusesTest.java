package io.ninerouter.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.operator.allot.Spending;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetStatusesTest {
    private static final Instant TURN = Instant.parse("2026-12-01T00:00:00Z");
    private static final long USD = 1_000_000_000_000L;

    @ParameterizedTest(name = "{0} pico of 25 USD")
    @CsvSource(delimiter = '|', textBlock = """
                    25000000000000 | spec.budget: 25.00 of 25.00 USD are spent: the caller gets 429 until 2026-12-01T00:00:00Z
                    25400000000000 | spec.budget: 25.40 of 25.00 USD are spent: the caller gets 429 until 2026-12-01T00:00:00Z
                    22950000000000 | spec.budget: 22.95 of 25.00 USD are spent, what is left is too little for what was asked: the caller gets 429 until 2026-12-01T00:00:00Z
                    22974999999999 | spec.budget: 22.95 of 25.00 USD are spent, what is left is too little for what was asked: the caller gets 429 until 2026-12-01T00:00:00Z
                    """)
    void whoIsPausedReadsHowMuchIsLeftOrThatItIsTooLittle(long spent, String message) {
        assertThat(BudgetStatuses.paused(new Spending(25 * USD, spent, true, TURN))
                        .message())
                .isEqualTo(message);
    }

    @Test
    void nobodyElseIsPaused() {
        assertThat(BudgetStatuses.paused(new Spending(25 * USD, 25 * USD, false, TURN)))
                .isNull();
        assertThat(BudgetStatuses.paused(null)).isNull();
    }
}
