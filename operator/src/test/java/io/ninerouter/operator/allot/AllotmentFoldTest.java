package io.ninerouter.operator.allot;

import static org.assertj.core.api.Assertions.assertThat;

import io.ninerouter.config.Allotments;
import io.ninerouter.config.Allotments.Grant;
import io.ninerouter.config.Allotments.Grants;
import io.ninerouter.config.CallerDemand;
import io.ninerouter.config.CallerDemand.Purse;
import io.ninerouter.config.KeyBudget;
import io.ninerouter.config.KeyConfig;
import io.ninerouter.config.KeyLimits;
import io.ninerouter.operator.allot.AllotmentFold.Memory;
import io.ninerouter.operator.allot.AllotmentFold.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rounds of the operator: who is told of, what is handed out, what comes back. */
class AllotmentFoldTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final long TODAY = Instant.parse("2026-11-23T00:00:00Z").toEpochMilli();
    private static final String K = "ai/k";

    @Test
    void withoutLimitsNothingIsTold() {
        KeyConfig free = new KeyConfig(K, List.of(), true, null, List.of());
        assertThat(AllotmentFold.fold(Memory.EMPTY, List.of(free), pods(0, 0), NOW))
                .isEqualTo(new Outcome(new Memory(Allotments.NONE, Map.of(), Map.of(), Set.of(), NOW), Map.of()));
    }

    @Test
    void callersWithLittleTrafficAreNotNamed() {
        Outcome outcome = AllotmentFold.fold(Memory.EMPTY, List.of(limited()), pods(10, 0), NOW);
        assertThat(outcome.memory().published())
                .isEqualTo(new Allotments(List.of("gw-0", "gw-1"), List.of(), List.of()));
    }

    @Test
    void onePodWithAllOfTheTrafficGetsNearlyAllOfTheLimitAndItIsToldOnce() {
        Outcome outcome = AllotmentFold.fold(Memory.EMPTY, List.of(limited()), pods(90, 0), NOW);
        assertThat(outcome.memory().published().sharesOf(K).requests()).containsExactly(950_000, 50_000);

        Outcome again = AllotmentFold.fold(outcome.memory(), List.of(limited()), pods(80, 2), NOW);
        assertThat(again.memory().published()).isEqualTo(outcome.memory().published());

        Outcome turned = AllotmentFold.fold(again.memory(), List.of(limited()), pods(0, 90), NOW);
        assertThat(turned.memory().published().sharesOf(K).requests()).containsExactly(50_000, 950_000);
        Outcome quiet = AllotmentFold.fold(turned.memory(), List.of(limited()), pods(0, 0), NOW);
        assertThat(quiet.memory().published().shares()).isEmpty();
    }

    @Test
    void aPodThatComesOrGoesNeverMakesTheWholeLarger() {
        Memory memory = Memory.EMPTY;
        for (int pods = 1; pods < 12; pods++) {
            int count = pods % 7 + 1;
            List<Pod> there = IntStream.range(0, count)
                    .mapToObj(i -> pod("gw-" + i, 1, true, new CallerDemand(K, 40L * i, 0, i, null)))
                    .toList();
            Outcome outcome = AllotmentFold.fold(memory, List.of(limited()), there, NOW);
            memory = outcome.memory();
            Allotments.Shares shares = memory.published().sharesOf(K);
            if (shares != null) {
                assertThat(shares.requests().stream().mapToInt(i -> i).sum()).isLessThanOrEqualTo(Allotments.WHOLE);
                assertThat(shares.concurrent().stream().mapToInt(i -> i).sum()).isLessThanOrEqualTo(10);
                assertThat(shares.requests()).hasSizeLessThanOrEqualTo(count);
            }
        }
    }

    @Test
    void theSameReportTwiceChangesNothing() {
        List<Pod> pods = List.of(spender("gw-0", new Purse(TODAY, 0, 0, 0, 50, 30)));
        Outcome once = AllotmentFold.fold(Memory.EMPTY, List.of(budgeted()), pods, NOW);
        assertThat(once.memory().published().grantsOf(K).of("gw-0", 1)).isEqualTo(30);
        Outcome twice = AllotmentFold.fold(once.memory(), List.of(budgeted()), pods, NOW);
        assertThat(twice).isEqualTo(once);
    }

    @Test
    void slicesShrinkAsWhatIsLeftShrinks() {
        Outcome rich = round(Memory.EMPTY, spender("gw-0", new Purse(TODAY, 0, 0, 0, 800, 10)));
        assertThat(granted(rich)).isEqualTo(10 + 495);
        Outcome poorer = round(rich.memory(), spender("gw-0", new Purse(TODAY, 505, 0, 0, 800, 10)));
        assertThat(granted(poorer)).isEqualTo(505 + 10 + 242);
    }

    @Test
    void whatIsGivenBackOthersCanHave() {
        Memory memory = Memory.of(new Allotments(
                List.of("gw-0", "gw-1"),
                List.of(),
                List.of(new Grants(
                        K, TODAY, 0, 0, false, List.of(new Grant("gw-0", 1, 900), new Grant("gw-1", 1, 100))))));
        Outcome full = round(
                memory,
                spender("gw-0", new Purse(TODAY, 100, 0, 0, 10, 0)),
                spender("gw-1", new Purse(TODAY, 100, 0, 0, 200, 200)));
        assertThat(full.memory().published().grantsOf(K).of("gw-1", 1)).isEqualTo(100);
        assertThat(full.memory().published().grantsOf(K).lacking()).isEqualTo(200);
        assertThat(full.spending().get(K).paused())
                .as("somebody has it, and it is not spent")
                .isFalse();

        Outcome returned = round(
                full.memory(),
                spender("gw-0", new Purse(TODAY, 100, 0, 790, 10, 0)),
                spender("gw-1", new Purse(TODAY, 100, 0, 0, 200, 200)));
        assertThat(returned.memory().published().grantsOf(K).of("gw-1", 1)).isEqualTo(300);
        assertThat(returned.memory().published().grantsOf(K).lacking()).isZero();
    }

    @Test
    void whatAPodHasSpentInTheEndIsPublishedAndSettledWhenItsReportIsGone() {
        Outcome one = round(Memory.EMPTY, spender("gw-0", new Purse(TODAY, 0, 0, 0, 100, 50)));
        Outcome ended = round(one.memory(), ended("gw-0", new Purse(TODAY, 40, 5, 0, 100, 70)));

        assertThat(ended.memory().published().grantsOf(K).grants())
                .as("and gets nothing more")
                .containsExactly(new Grant("gw-0", 1, granted(one), 45L));
        assertThat(ended.memory().ended()).containsExactly(new Pod.Incarnation("gw-0", 1));
        assertThat(ended.spending().get(K).spent()).isEqualTo(45);

        Outcome gone = round(ended.memory());
        Grants grants = gone.memory().published().grantsOf(K);
        assertThat(grants.settled()).isEqualTo(45);
        assertThat(grants.grants()).isEmpty();
        assertThat(gone.spending().get(K).spent()).isEqualTo(45);
        assertThat(round(gone.memory())).isEqualTo(gone);
    }

    @Test
    void anOperatorThatComesLaterKnowsWhatAPodHasSpentThatIsGone() {
        Outcome one = round(Memory.EMPTY, spender("gw-0", new Purse(TODAY, 0, 0, 0, 100, 50)));
        Outcome ended = round(one.memory(), ended("gw-0", new Purse(TODAY, 40, 5, 0, 100, 0)));

        Outcome gone = round(Memory.of(ended.memory().published()));

        assertThat(gone.memory().published().grantsOf(K).settled()).isEqualTo(45);
        assertThat(gone.memory().missed()).isEmpty();
    }

    @Test
    void aReportThatSomebodyDeletesIsWaitedForSoThatNothingCountsTwice() {
        Outcome one = round(Memory.EMPTY, spender("gw-0", new Purse(TODAY, 0, 0, 0, 100, 50)));
        Purse purse = new Purse(TODAY, 40, 5, 0, 100, 0);
        Outcome two = round(one.memory(), spender("gw-0", purse));

        Outcome missed = round(two.memory());
        assertThat(missed.spending().get(K).spent()).isEqualTo(40);
        assertThat(missed.memory().published().budgets())
                .isEqualTo(two.memory().published().budgets());
        assertThat(missed.nextTurn()).as("while it is waited for").isEqualTo(NOW.plusSeconds(60));

        Outcome back = round(missed.memory(), spender("gw-0", purse));
        assertThat(back.spending().get(K).spent()).isEqualTo(40);
        assertThat(back.memory().missed()).isEmpty();

        Outcome never =
                AllotmentFold.fold(missed.memory(), List.of(budgeted()), List.of(), NOW.plus(AllotmentFold.PATIENCE));
        assertThat(never.memory().published().grantsOf(K).settled())
                .as("what it told last")
                .isEqualTo(45);
    }

    /** It may have been back in between: what it tells then would count once more. */
    @Test
    void aRoundThatComesLateDoesNotGiveUpAProcessThatItHasNotMissedAllTheTime() {
        Outcome one = round(Memory.EMPTY, spender("gw-0", new Purse(TODAY, 0, 0, 0, 100, 50)));
        Outcome missed = round(Memory.of(one.memory().published()));
        Instant late = NOW.plus(AllotmentFold.PATIENCE).plusMillis(1);

        Outcome again = AllotmentFold.fold(missed.memory(), List.of(budgeted()), List.of(), late);
        assertThat(again.memory().missed().values()).containsExactly(late);
        assertThat(again.memory().published()).isEqualTo(missed.memory().published());

        Outcome back = AllotmentFold.fold(
                again.memory(),
                List.of(budgeted()),
                List.of(spender("gw-0", new Purse(TODAY, 40, 0, 0, 100, 0))),
                late);
        assertThat(back.spending().get(K).spent()).isEqualTo(40);
    }

    @Test
    void ofAPodThatNobodyKnowsAnythingOfAllThatItHadIsSpent() {
        Outcome one = round(Memory.EMPTY, spender("gw-0", new Purse(TODAY, 0, 0, 0, 100, 50)));
        Outcome missed = round(Memory.of(one.memory().published()));
        Outcome gone =
                AllotmentFold.fold(missed.memory(), List.of(budgeted()), List.of(), NOW.plus(AllotmentFold.PATIENCE));
        assertThat(gone.memory().published().grantsOf(K).settled()).isEqualTo(granted(one));
    }

    @Test
    void aProcessOfTheSameNameHasNothingOfAnEarlierOne() {
        Outcome one = round(Memory.EMPTY, spender("gw-0", new Purse(TODAY, 0, 0, 0, 100, 50)));
        Outcome next = AllotmentFold.fold(
                one.memory(),
                List.of(budgeted()),
                List.of(pod("gw-0", 2, true, new CallerDemand(K, 0, 0, 0, new Purse(TODAY, 0, 0, 0, 10, 10)))),
                NOW);
        Grants grants = next.memory().published().grantsOf(K);
        assertThat(grants.of("gw-0", 1)).isZero();
        assertThat(grants.of("gw-0", 2)).isEqualTo(10);
    }

    @Test
    void aSpentBudgetIsPausedAndBeginsAnewWithThePeriod() {
        Outcome spent = round(Memory.EMPTY, spender("gw-0", new Purse(TODAY, 995, 0, 0, 20, 20)));
        assertThat(spent.spending().get(K))
                .isEqualTo(new Spending(1_000, 995, true, Instant.parse("2026-11-24T00:00:00Z")));
        assertThat(spent.memory().published().grantsOf(K).paused()).isTrue();
        assertThat(round(spent.memory(), spender("gw-0", new Purse(TODAY, 995, 0, 0, 0, 0)))
                        .spending()
                        .get(K)
                        .paused())
                .as("it stays so when nobody asks any more")
                .isTrue();

        Outcome tomorrow = AllotmentFold.fold(
                spent.memory(),
                List.of(budgeted()),
                List.of(spender("gw-0", new Purse(TODAY, 995, 0, 0, 20, 0))),
                NOW.plusSeconds(12 * 3_600));
        assertThat(tomorrow.spending().get(K).spent()).isZero();
        assertThat(tomorrow.spending().get(K).paused()).isFalse();
        assertThat(tomorrow.memory().published().budgets()).isEmpty();
    }

    /** By its own clock this operator has five minutes to go; so has the other pod. */
    @Test
    void aBudgetBeginsAnewWithTheFirstClockThatTurnsAndDoesNotGoBack() {
        Instant late = Instant.parse("2026-11-23T23:55:00Z");
        long tomorrow = Instant.parse("2026-11-24T00:00:00Z").toEpochMilli();
        Pod ahead = spender("gw-0", new Purse(tomorrow, 0, 0, 0, 50, 50));
        Pod behind = spender("gw-1", new Purse(TODAY, 400, 0, 0, 50, 50));
        Memory before = AllotmentFold.fold(Memory.EMPTY, List.of(budgeted()), List.of(behind), late)
                .memory();

        Outcome turned = AllotmentFold.fold(before, List.of(budgeted()), List.of(ahead, behind), late);
        Grants grants = turned.memory().published().budgets().getFirst();
        assertThat(grants.period()).isEqualTo(tomorrow);
        assertThat(granted(turned)).isPositive();
        assertThat(turned.spending().get(K).resetsAt()).isEqualTo("2026-11-25T00:00:00Z");

        Outcome later = AllotmentFold.fold(turned.memory(), List.of(budgeted()), List.of(behind), late.plusSeconds(60));
        assertThat(later.memory().published().budgets().getFirst().period()).isEqualTo(tomorrow);
    }

    @Test
    void aPodWhoseClockIsBehindIsToldOfThePeriodThatHasBegun() {
        Instant early = Instant.parse("2026-11-24T00:01:00Z");
        Pod idle = spender("gw-0", new Purse(TODAY, 400, 0, 0, 50, 0));
        assertThat(AllotmentFold.fold(Memory.EMPTY, List.of(budgeted()), List.of(idle), early)
                        .memory()
                        .published()
                        .budgets())
                .as("nobody waits")
                .isEmpty();

        Pod waiting = spender("gw-0", new Purse(TODAY, 400, 0, 0, 50, 50));
        assertThat(AllotmentFold.fold(Memory.EMPTY, List.of(budgeted()), List.of(waiting), early)
                        .memory()
                        .published()
                        .budgets())
                .containsExactly(
                        new Grants(K, Instant.parse("2026-11-24T00:00:00Z").toEpochMilli(), 0, 0, false, List.of()));
    }

    @Test
    void aClockThatIsFarAheadDoesNotBringTheNextPeriod() {
        long tomorrow = Instant.parse("2026-11-24T00:00:00Z").toEpochMilli();
        Pod ahead = spender("gw-0", new Purse(tomorrow, 0, 0, 0, 50, 50));
        Outcome outcome = AllotmentFold.fold(Memory.EMPTY, List.of(budgeted()), List.of(ahead), NOW);
        assertThat(outcome.memory().published().budgets()).isEmpty();
        assertThat(outcome.spending().get(K).resetsAt()).isEqualTo("2026-11-24T00:00:00Z");
    }

    private static Outcome round(Memory memory, Pod... pods) {
        return AllotmentFold.fold(memory, List.of(budgeted()), List.of(pods), NOW);
    }

    private static long granted(Outcome outcome) {
        return outcome.memory().published().grantsOf(K).of("gw-0", 1);
    }

    private static KeyConfig limited() {
        return key(new KeyLimits(100L, null, 10), null);
    }

    private static KeyConfig budgeted() {
        return key(null, new KeyBudget(1_000, KeyBudget.Period.DAY, "UTC"));
    }

    private static KeyConfig key(KeyLimits limits, KeyBudget budget) {
        return new KeyConfig(K, List.of(), true, null, List.of(), Map.of(), null, limits, budget);
    }

    private static List<Pod> pods(long first, long second) {
        return List.of(
                pod("gw-0", 1, true, new CallerDemand(K, first, 0, 0, null)),
                pod("gw-1", 1, true, new CallerDemand(K, second, 0, 0, null)));
    }

    private static Pod spender(String name, Purse purse) {
        return pod(name, 1, true, new CallerDemand(K, 0, 0, 0, purse));
    }

    private static Pod ended(String name, Purse purse) {
        return new Pod(name, 1, false, true, Map.of(K, new CallerDemand(K, 0, 0, 0, purse)));
    }

    private static Pod pod(String name, long since, boolean live, CallerDemand demand) {
        return Pod.of(name, since, live, List.of(demand));
    }
}
