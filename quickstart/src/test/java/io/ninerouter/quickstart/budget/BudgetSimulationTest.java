package io.ninerouter.quickstart.budget;

import static io.ninerouter.quickstart.budget.BudgetSimulation.USD;
import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.KeyBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ten gateways and an operator: a budget is spent, hardly more and hardly less, whatever happens. */
class BudgetSimulationTest {
    private static final Logger LOG = LoggerFactory.getLogger(BudgetSimulationTest.class);
    /** Histories of each law; the number of one is its seed. */
    private static final int RUNS = 4;

    /** Requests a second by which a run is busier than the one before: from 5 to 59. */
    private static final int MORE_A_RUN = 18;

    private static final int GATEWAYS = 10;
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant BEFORE_MIDNIGHT = Instant.parse("2026-11-23T23:00:00Z");

    @Test
    void tenGatewaysSpendABudgetAndLessThanAHundredthMore() {
        double most = 0;
        double least = 1;
        int writes = 0;
        int served = 0;
        for (int run = 0; run < RUNS; run++) {
            BudgetSimulation world = new BudgetSimulation(run, day("50"), NOON, GATEWAYS, 5 + MORE_A_RUN * run);
            world.run(Duration.ofMinutes(40));
            double spent = (double) world.cost() / (50 * USD);
            assertThat(world.refused()).as("the budget does not suffice").isPositive();
            assertThat(spent).as("run " + run).isLessThan(1.01);
            assertThat(spent).as("run " + run).isGreaterThan(0.97);
            assertThat(world.longestRetry())
                    .as("until midnight")
                    .isGreaterThan(Duration.ofHours(8).toMillis());
            most = Math.max(most, spent);
            least = Math.min(least, spent);
            writes += world.writes();
            served += world.served();
        }
        LOG.info(
                "spent of a budget on 10 gateways: {} to {} %, {} requests and {} writes a run",
                percent(least), percent(most), served / RUNS, writes / RUNS);
    }

    /** The budget is what the caller's answers have cost, to the last trillionth: nothing is counted twice or left out. */
    @Test
    void whatIsToldOfABudgetIsTheSumOfWhatItsAnswersHaveCost() {
        for (int run = 0; run < RUNS; run++) {
            BudgetSimulation world = new BudgetSimulation(300 + run, day("50"), NOON, GATEWAYS, 5 + MORE_A_RUN * run);
            world.run(Duration.ofMinutes(1 + 3 * run));
            world.replaceOperator();
            world.run(Duration.ofMinutes(1 + 3 * run));
            world.fallQuiet();
            assertThat(world.told()).as("run " + run).isPositive().isEqualTo(world.cost());
        }
    }

    @Test
    void podsThatAreKilledAndOperatorsThatAreReplacedChangeLittle() {
        double most = 0;
        double least = 1;
        for (int run = 0; run < RUNS; run++) {
            Random random = new Random(run);
            BudgetSimulation world = new BudgetSimulation(100 + run, day("100"), NOON, GATEWAYS, 30);
            for (int i = 0; i < 30; i++) {
                world.run(Duration.ofMillis(5_000 + random.nextInt(60_000)));
                switch (random.nextInt(3)) {
                    case 0 -> world.kill(random.nextInt(GATEWAYS));
                    case 1 -> world.replaceOperator();
                    default -> {
                        world.operator(false);
                        world.run(Duration.ofMillis(random.nextInt(30_000)));
                        world.operator(true);
                    }
                }
            }
            world.run(Duration.ofMinutes(40));
            double spent = (double) world.cost() / (100 * USD);
            double all = (double) (world.cost() + world.lost()) / (100 * USD);
            assertThat(spent).as("run " + run).isLessThan(1.01);
            assertThat(all).as("run " + run + ", with what died with its pods").isLessThan(1.02);
            assertThat(spent).as("run " + run).isGreaterThan(0.90);
            most = Math.max(most, spent);
            least = Math.min(least, spent);
        }
        LOG.info("with kills and replaced operators: {} to {} %", percent(least), percent(most));
    }

    @Test
    void everythingGoesOnByItselfWhenThePeriodTurns() {
        BudgetSimulation world = new BudgetSimulation(7, day("20"), BEFORE_MIDNIGHT, GATEWAYS, 20);
        world.run(Duration.ofMinutes(59));
        int before = world.served();
        assertThat(world.look().spending().get(BudgetSimulation.CALLER).paused())
                .isTrue();
        world.countAnew();

        world.run(Duration.ofSeconds(75));

        assertThat(world.look().spending().get(BudgetSimulation.CALLER).paused())
                .isFalse();
        assertThat(before).isPositive();
        assertThat(world.served()).isGreaterThan(50);
        world.run(Duration.ofMinutes(40));
        assertThat((double) world.cost() / (20 * USD)).isBetween(0.97, 1.01);
        assertThat(world.look().spending().get(BudgetSimulation.CALLER).paused())
                .isTrue();
    }

    @Test
    void withoutTheOperatorWhatIsHandedOutIsSpentAndNoMore() {
        BudgetSimulation world = new BudgetSimulation(8, day("50"), NOON, GATEWAYS, 20);
        world.run(Duration.ofSeconds(20));
        world.operator(false);
        long before = world.cost();
        long granted = world.granted();
        world.run(Duration.ofHours(1));
        assertThat(world.cost()).isGreaterThan(before).isLessThan(granted + USD / 2);
        assertThat(granted).isLessThan(45 * USD);
        assertThat(world.refused()).isPositive();
        world.operator(true);
        world.run(Duration.ofMinutes(40));
        assertThat((double) world.cost() / (50 * USD)).isBetween(0.97, 1.01);
    }

    private static KeyBudget day(String usd) {
        return KeyBudget.of(usd, KeyBudget.Period.DAY, "UTC");
    }

    private static String percent(double part) {
        return String.format(java.util.Locale.ROOT, "%.2f", part * 100);
    }
}
