package io.ninerouter.gateway.usage;

import io.ninerouter.config.UsageFigures;
import io.ninerouter.gateway.chat.Usage;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Growing sums of one row. Counting never waits: each event loop adds to a cell of its own when several meet. Thread-safe. */
final class Sums {
    private static final long SECOND = 1_000;

    private final LongAdder requests = new LongAdder();
    private final LongAdder attempts = new LongAdder();
    private final LongAdder input = new LongAdder();
    private final LongAdder cacheRead = new LongAdder();
    private final LongAdder cacheWrite = new LongAdder();
    private final LongAdder output = new LongAdder();
    private final LongAdder reasoning = new LongAdder();
    private final LongAdder billed = new LongAdder();
    private final LongAdder unbilled = new LongAdder();
    private final LongAdder unpriced = new LongAdder();
    private final AtomicLong lastUsedMillis = new AtomicLong();

    void request(long nowMillis) {
        requests.increment();
        used(nowMillis);
    }

    void attempt(AttemptRecord.Spent spent, long nowMillis) {
        attempts.increment();
        used(nowMillis);
        Usage usage = spent.usage();
        if (usage == null) {
            return;
        }
        add(input, usage.input());
        add(cacheRead, usage.cacheRead());
        add(cacheWrite, usage.cacheWrite());
        add(output, usage.output());
        add(reasoning, usage.reasoning());
        Cost cost = spent.cost();
        if (spent.unpriced()) {
            unpriced.increment();
        }
        if (cost != null) {
            add(cost.billed() ? billed : unbilled, cost.picoUsd());
        }
    }

    /** Goes on from what was counted before. */
    void add(UsageFigures earlier, @Nullable Instant earlierUse) {
        add(requests, earlier.requests());
        add(attempts, earlier.attempts());
        add(input, earlier.inputTokens());
        add(cacheRead, earlier.cacheReadTokens());
        add(cacheWrite, earlier.cacheWriteTokens());
        add(output, earlier.outputTokens());
        add(reasoning, earlier.reasoningTokens());
        add(billed, earlier.billedPicoUsd());
        add(unbilled, earlier.unbilledPicoUsd());
        add(unpriced, earlier.unpricedAttempts());
        if (earlierUse != null) {
            used(earlierUse.toEpochMilli());
        }
    }

    UsageFigures figures() {
        return new UsageFigures(
                requests.sum(),
                attempts.sum(),
                input.sum(),
                cacheRead.sum(),
                cacheWrite.sum(),
                output.sum(),
                reasoning.sum(),
                money(billed),
                money(unbilled),
                unpriced.sum());
    }

    /** RFC 3339 to the second; null = never. */
    @Nullable
    String lastUsedAt() {
        long millis = lastUsedMillis.get();
        return millis == 0
                ? null
                : Instant.ofEpochSecond(Math.floorDiv(millis, SECOND)).toString();
    }

    /** To the second: what many loops write at once is slow. */
    private void used(long nowMillis) {
        if (nowMillis - lastUsedMillis.get() >= SECOND) {
            lastUsedMillis.accumulateAndGet(nowMillis, Math::max);
        }
    }

    private static void add(LongAdder sum, long amount) {
        if (amount != 0) {
            sum.add(amount);
        }
    }

    /** One process that has spent more than 9.2 million USD at one place has no more digits. */
    private static long money(LongAdder sum) {
        long pico = sum.sum();
        return pico < 0 ? Long.MAX_VALUE : pico;
    }
}
