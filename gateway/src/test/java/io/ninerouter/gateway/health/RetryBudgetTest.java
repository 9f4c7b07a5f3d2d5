package io.ninerouter.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private static final long NOW = 1_000_000;

    /** Whatever the load and however much fails: retries stay within their share, and a quiet endpoint gets its floor. */
    @Test
    void keepsRetriesWithinTheirShareInRandomHistories() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            RetryBudget budget = new RetryBudget();
            long now = NOW;
            long requests = 0;
            long retries = 0;
            int rate = 1 + random.nextInt(200);
            for (int step = 0; step < 5_000; step++) {
                now += random.nextInt(rate);
                if (random.nextInt(3) > 0) {
                    budget.request(now);
                    requests++;
                } else if (budget.retry(now)) {
                    retries++;
                }
                double bound =
                        RetryBudget.BURST + RetryBudget.SHARE * requests + RetryBudget.FLOOR * (now - NOW) / 1_000.0;
                assertThat((double) retries).as("seed %d", seed).isLessThanOrEqualTo(bound + 1e-6);
            }
        }
    }

    @Test
    void givesWhatIsSavedUpThenTheShareThenTheFloor() {
        RetryBudget budget = new RetryBudget();
        assertThat(taken(budget, NOW)).isEqualTo(100);
        for (int i = 0; i < 50; i++) {
            budget.request(NOW);
        }
        assertThat(taken(budget, NOW)).isEqualTo(10);
        assertThat(taken(budget, NOW + 1_000)).isEqualTo(10);
        assertThat(taken(budget, NOW + 1_000_000)).as("no more than the burst").isEqualTo(100);
    }

    @Test
    void sharesOfManyRequestsAtOnceAreNotLost() {
        RetryBudget budget = new RetryBudget();
        for (int i = 0; i < 1_000; i++) {
            budget.request(NOW);
        }
        assertThat(taken(budget, NOW)).isEqualTo(300);
        for (int i = 0; i < 1_000_000; i++) {
            budget.request(NOW);
        }
        assertThat(taken(budget, NOW + 1_000_000)).as("bounded").isEqualTo(1_000);
    }

    @Test
    void aClockThatGoesBackGivesNothing() {
        RetryBudget budget = new RetryBudget();
        taken(budget, NOW);
        assertThat(taken(budget, NOW - 60_000)).isZero();
        assertThat(taken(budget, NOW)).isZero();
    }

    private static int taken(RetryBudget budget, long now) {
        int taken = 0;
        while (budget.retry(now)) {
            taken++;
        }
        return taken;
    }
}
