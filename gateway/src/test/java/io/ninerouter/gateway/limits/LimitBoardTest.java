package io.ninerouter.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.ninerouter.config.Allotments;
import io.ninerouter.config.Allotments.Grant;
import io.ninerouter.config.Allotments.Grants;
import io.ninerouter.config.CallerDemand;
import io.ninerouter.config.KeyBudget;
import io.ninerouter.config.KeyLimits;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.snapshot.Caller;
import io.ninerouter.gateway.snapshot.ModelGlobs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One replica's limits: what is let in, what is given back, and that nothing leaks. */
class LimitBoardTest {
    private static final long START = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();
    private static final KeyBudget DAY = KeyBudget.of("50", KeyBudget.Period.DAY, "UTC");
    private static final long USD = 1_000_000_000_000L;
    private static final String ME = "gw-1";

    private final AtomicLong clock = new AtomicLong(START);
    private final AtomicInteger urgent = new AtomicInteger();
    private final LimitBoard board = new LimitBoard(new InFlight(), clock::get);
    private final DefaultEventLoop loop = new DefaultEventLoop();

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    @Test
    void aCallerWithoutLimitsIsNotCounted() {
        Caller free = new Caller("a/free", true, null, ModelGlobs.ALL);
        assertThat(enter(free).permit()).isSameAs(Permit.FREE);
        assertThat(board.demands()).isEmpty();
    }

    @Test
    void requestsOverTheLimitAreToldWhenToComeAgain() {
        Caller caller = caller(new KeyLimits(3L, null, null), null);
        for (int i = 0; i < 3; i++) {
            assertThat(enter(caller).refusal()).isNull();
        }
        Refusal refusal = enter(caller).refusal();
        assertThat(refusal.limit()).isEqualTo(Limit.REQUESTS);
        assertThat(refusal.retryAfterMillis()).isEqualTo(20_000);
        assertThat(refusal.message())
                .isEqualTo("requests per minute of agents/coder: more than 3 (expected: at most that)");
        assertThat(board.refused(Limit.REQUESTS)).isEqualTo(1);
        clock.addAndGet(20_000);
        assertThat(enter(caller).refusal()).isNull();
    }

    @Test
    void placesAreGivenBackOnceHoweverOftenItIsTold() {
        Caller caller = caller(new KeyLimits(null, null, 2), null);
        Permit one = enter(caller).permit();
        enter(caller);
        assertThat(enter(caller).refusal().limit()).isEqualTo(Limit.CONCURRENT);
        one.leave();
        one.leave();
        assertThat(enter(caller).refusal()).isNull();
        assertThat(enter(caller).refusal()).isNotNull();
    }

    @Test
    void aRefusedRequestHoldsNoPlace() {
        Caller caller = caller(new KeyLimits(1L, null, 2), null);
        Permit first = enter(caller).permit();
        LimitBoard.Entry refused = enter(caller);
        assertThat(refused.refusal().limit()).isEqualTo(Limit.REQUESTS);
        refused.permit().leave();
        first.leave();
        clock.addAndGet(60_000);
        assertThat(enter(caller).refusal()).isNull();
    }

    @Test
    void tokensAreSettledByWhatWasUsedAndLearntFrom() {
        Caller caller = caller(new KeyLimits(null, 1_000L, null), null);
        Permit permit = enter(caller).permit();
        assertThat(permit.take(400)).isNull();
        permit.settle(new Usage(100, 0, 0, 2_400, 0), null);
        permit.settle(new Usage(100, 0, 0, 2_400, 0), null);

        Refusal refusal = enter(caller).permit().take(4);
        assertThat(refusal.limit()).isEqualTo(Limit.TOKENS);
        assertThat(refusal.retryAfterMillis())
                .as("1,500 over, at 1,000 a minute")
                .isBetween(90_000L, 90_100L);
        assertThat(enter(caller).permit().standing().tokens().remaining()).isZero();
    }

    @Test
    void whateverTheInterleavingNothingLeaks() {
        Random random = new Random(3);
        Caller caller = caller(new KeyLimits(100_000L, 1_000_000_000L, 8), DAY);
        share(grants(USD, 0, false));
        List<Permit> running = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            clock.addAndGet(random.nextInt(5));
            if (random.nextInt(5) < 2) {
                LimitBoard.Entry entry = enter(caller);
                if (entry.refusal() == null) {
                    running.add(entry.permit());
                    entry.permit().take(random.nextInt(1_000));
                    entry.permit().reserve(random.nextInt(1_000), loop, _ -> {});
                } else {
                    entry.permit().settle(null, null);
                    entry.permit().leave();
                }
            } else if (!running.isEmpty()) {
                Permit over = running.get(random.nextInt(running.size()));
                switch (random.nextInt(3)) {
                    case 0 -> over.leave();
                    case 1 -> over.settle(new Usage(10, 0, 0, 10, 0), 7L);
                    default -> {
                        over.settle(null, null);
                        over.leave();
                        running.remove(over);
                    }
                }
            }
            assertThat(running.size()).isLessThanOrEqualTo(20_000);
        }
        Collections.shuffle(running, random);
        running.forEach(permit -> {
            permit.leave();
            permit.settle(null, null);
        });
        CallerDemand demand = board.demands().getFirst();
        assertThat(board.demands().getFirst().concurrent()).isZero();
        assertThat(demand.purse().held()).isZero();
        assertThat(demand.purse().spent() % 7).isZero();
        for (int i = 0; i < 8; i++) {
            assertThat(enter(caller).refusal()).isNull();
        }
        assertThat(enter(caller).refusal()).isNotNull();
    }

    @Test
    void sharesOfTheOperatorCount() {
        Caller caller = caller(new KeyLimits(1_000L, null, 10), null);
        board.share(ME, 1, reports());
        board.hear(
                ME,
                1,
                new Allotments(
                        List.of("gw-0", ME),
                        List.of(new Allotments.Shares(
                                caller.name(), List.of(900_000, 100_000), List.of(), List.of(8, 2))),
                        List.of()));
        List<Permit> permits = List.of(enter(caller).permit(), enter(caller).permit());
        CompletableFuture<LimitBoard.Entry> third = new CompletableFuture<>();
        board.enter(caller, loop, third::complete);
        assertThat(third).as("waits for a place that may come").isNotDone();
        assertThat(urgent.get()).isEqualTo(1);
        permits.getFirst().leave();
        assertThat(third)
                .succeedsWithin(10, TimeUnit.SECONDS)
                .satisfies(entry -> assertThat(entry.refusal()).isNull());
        assertThat(permits.getLast().standing().requests().limit()).isEqualTo(1_000);
    }

    @Test
    void withoutAnyWordEachTakesACautiousPart() {
        board.share(ME, 1, reports());
        Caller caller = caller(new KeyLimits(40L, null, null), null);
        int admitted = 0;
        while (enter(caller).refusal() == null) {
            admitted++;
        }
        assertThat(admitted).isEqualTo(10);
    }

    @Test
    void moneyIsWaitedForAndCountedOnce() {
        Caller caller = caller(null, DAY);
        board.share(ME, 1, reports());
        Permit permit = enter(caller).permit();
        CompletableFuture<String> told = reserve(permit, USD / 4);
        assertThat(told).isNotDone();
        assertThat(urgent.get()).isEqualTo(1);
        assertThat(board.demands().getFirst().purse().urgent()).isEqualTo(USD / 4);

        share(grants(USD / 2, 0, false));

        assertThat(told).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("");
        assertThat(board.demands().getFirst().purse().held()).isEqualTo(USD / 4);
        permit.settle(new Usage(1, 0, 0, 1, 0), USD / 8);
        CallerDemand.Purse purse = board.demands().getFirst().purse();
        assertThat(purse.held()).isZero();
        assertThat(purse.spent()).isEqualTo(USD / 8);
    }

    @Test
    void theFirstMoneyIsWaitedForLongerThanMoreOfIt() {
        EmbeddedChannel time = new EmbeddedChannel();
        time.freezeTime();
        Caller caller = caller(null, DAY);
        board.share(ME, 1, reports());

        CompletableFuture<String> first = reserve(enter(caller).permit(), USD / 4, time);
        pass(time, 4_999);
        assertThat(first).isNotDone();
        pass(time, 1);
        assertThat(first.getNow("")).contains("nothing handed out to this replica yet");

        share(grants(USD / 4, 0, false));
        assertThat(reserve(enter(caller).permit(), USD / 4, time)).isCompletedWithValue("");
        CompletableFuture<String> more = reserve(enter(caller).permit(), USD / 4, time);
        pass(time, 999);
        assertThat(more).isNotDone();
        pass(time, 1);
        assertThat(more.getNow("")).contains("this replica's part is used up");
    }

    private static CompletableFuture<String> reserve(Permit permit, long amount, EmbeddedChannel time) {
        CompletableFuture<String> told = new CompletableFuture<>();
        permit.reserve(amount, time.eventLoop(), refusal -> told.complete(refusal == null ? "" : refusal.message()));
        return told;
    }

    private static void pass(EmbeddedChannel time, long millis) {
        time.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        time.runScheduledPendingTasks();
        time.runPendingTasks();
    }

    @Test
    void whatNobodyNeedsHereIsGivenBackWhenOthersLackIt() {
        Caller caller = caller(null, DAY);
        share(grants(USD, 0, false));
        Permit permit = enter(caller).permit();
        assertThat(reserve(permit, USD / 4)).isCompletedWithValue("");
        permit.settle(new Usage(1, 0, 0, 1, 0), USD / 4);
        assertThat(board.demands().getFirst().purse().returned()).isLessThan(USD * 3 / 4);

        share(grants(USD, USD, false));

        assertThat(board.demands().getFirst().purse().returned()).isEqualTo(USD * 3 / 4);
    }

    @Test
    void aGuessTakesLittleOfASmallBudget() {
        Caller caller = caller(null, KeyBudget.of("1", KeyBudget.Period.DAY, "UTC"));
        share(grants(USD, 0, false));
        assertThat(reserve(enter(caller).permit(), 700 * USD)).isCompletedWithValue("");
        assertThat(board.demands().getFirst().purse().held()).isEqualTo(USD / 50);
    }

    @Test
    void whoLeavesWhileWaitingHoldsNothing() {
        Caller caller = caller(null, DAY);
        board.share(ME, 1, reports());
        Permit permit = enter(caller).permit();
        CompletableFuture<String> told = reserve(permit, USD / 4);
        permit.settle(null, null);
        permit.leave();
        share(grants(USD / 2, 0, false));
        assertThat(told).succeedsWithin(10, TimeUnit.SECONDS);
        assertThat(board.demands().getFirst().purse().held()).isZero();
    }

    @Test
    void withoutTheOperatorWhatIsHeldIsSpentAndThenItSaysWhy() {
        Caller caller = caller(null, DAY);
        share(grants(USD / 4, 0, false));
        assertThat(reserve(enter(caller).permit(), USD / 4)).isCompletedWithValue("");
        assertThat(reserve(enter(caller).permit(), USD / 4))
                .succeedsWithin(20, TimeUnit.SECONDS)
                .asString()
                .contains("this replica's part is used up");
        assertThat(board.refused(Limit.BUDGET)).isEqualTo(1);
    }

    @Test
    void aSpentBudgetComesBackAtTheTurnOfThePeriod() {
        Caller caller = caller(null, DAY);
        share(grants(USD / 4, USD / 4, true));
        assertThat(reserve(enter(caller).permit(), USD / 4)).isCompletedWithValue("");
        List<Refusal> refused = new ArrayList<>();
        enter(caller).permit().reserve(USD / 2, loop, refused::add);
        assertThat(refused.getFirst().message()).isEqualTo("budget of agents/coder: 50 USD a day is spent");
        assertThat(refused.getFirst().retryAfterMillis()).isEqualTo(12 * 3_600_000);

        clock.set(Instant.parse("2026-11-24T00:00:00Z").toEpochMilli());
        share(new Grants("agents/coder", clock.get(), 0, 0, false, List.of(new Grant(ME, 1, USD / 2))));
        assertThat(reserve(enter(caller).permit(), USD / 2)).isCompletedWithValue("");
    }

    /** The operator's clock is five minutes ahead of this one. */
    @Test
    void theNextPeriodBeginsWhenTheOperatorSaysSoAndOnlyOnce() {
        Caller caller = caller(null, DAY);
        clock.set(Instant.parse("2026-11-23T23:55:00Z").toEpochMilli());
        share(grants(USD, 0, false));
        assertThat(reserve(enter(caller).permit(), USD)).isCompletedWithValue("");

        Grants tomorrow = new Grants(
                "agents/coder",
                Instant.parse("2026-11-24T00:00:00Z").toEpochMilli(),
                0,
                0,
                false,
                List.of(new Grant(ME, 1, USD)));
        share(tomorrow);
        assertThat(reserve(enter(caller).permit(), USD / 2)).isCompletedWithValue("");
        share(tomorrow);
        assertThat(reserve(enter(caller).permit(), USD)).as("half is left").isNotCompleted();
        clock.set(Instant.parse("2026-11-24T00:01:00Z").toEpochMilli());
        assertThat(reserve(enter(caller).permit(), USD))
                .as("of the same period")
                .isNotCompleted();
    }

    @Test
    void aPeriodThatIsFarAheadIsNotBegun() {
        Caller caller = caller(null, DAY);
        share(grants(USD, 0, false));
        share(new Grants(
                "agents/coder",
                Instant.parse("2026-11-24T00:00:00Z").toEpochMilli(),
                0,
                0,
                false,
                List.of(new Grant(ME, 1, USD))));
        assertThat(reserve(enter(caller).permit(), USD / 2)).isNotCompleted();
    }

    private CompletableFuture<String> reserve(Permit permit, long amount) {
        CompletableFuture<String> told = new CompletableFuture<>();
        permit.reserve(amount, loop, refusal -> told.complete(refusal == null ? "" : refusal.message()));
        return told;
    }

    private static Grants grants(long granted, long lacking, boolean paused) {
        return new Grants(
                "agents/coder",
                Instant.parse("2026-11-23T00:00:00Z").toEpochMilli(),
                0,
                lacking,
                paused,
                List.of(new Grant(ME, 1, granted)));
    }

    private void share(Grants grants) {
        board.share(ME, 1, reports());
        board.hear(ME, 1, new Allotments(List.of(ME), List.of(), List.of(grants)));
    }

    private LimitBoard.Reports reports() {
        return new LimitBoard.Reports() {
            @Override
            public void urgent() {
                urgent.incrementAndGet();
            }

            @Override
            public void soon() {}
        };
    }

    private LimitBoard.Entry enter(Caller caller) {
        List<LimitBoard.Entry> entries = new ArrayList<>();
        board.enter(caller, loop, entries::add);
        return entries.getFirst();
    }

    private static Caller caller(@Nullable KeyLimits limits, @Nullable KeyBudget budget) {
        return new Caller("agents/coder", true, null, ModelGlobs.ALL, limits, budget);
    }
}
