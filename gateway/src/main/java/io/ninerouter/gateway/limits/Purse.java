package io.ninerouter.gateway.limits;

import io.ninerouter.config.Allotments.Grants;
import io.ninerouter.config.CallerDemand;
import io.ninerouter.config.KeyBudget;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one replica has of a caller's budget: it spends what it was granted and no more, but for what an answer costs beyond its
 * estimate. At the turn of the period everything begins anew. Amounts are 10⁻¹² USD. Not thread-safe; every time is an
 * argument.
 */
final class Purse {
    private static final long IDLE_MILLIS = 15_000;
    private static final int AHEAD_A_MINUTE = 3;
    private static final double LEARNING = 0.2;

    private KeyBudget budget;
    private final Pace pace;
    private Portions portions = Portions.alone();
    private @Nullable Grants grants;
    private long period;
    private long endsAt;
    private long spent;
    private long held;
    private long returned;
    private double mean;
    private long usedAt;
    private boolean told;

    Purse(KeyBudget budget, Portions portions, @Nullable Grants grants, long nowMillis) {
        this.budget = budget;
        this.pace = new Pace(nowMillis);
        begin(nowMillis);
        hear(portions, grants, nowMillis);
    }

    /** Another amount, period or time zone. */
    void budget(KeyBudget next, long nowMillis) {
        if (!next.equals(budget)) {
            budget = next;
            // Not the period before, where the operator's clock is ahead.
            long here = Math.max(nowMillis, period);
            Instant now = Instant.ofEpochMilli(here);
            endsAt = next.endOf(now).toEpochMilli();
            if (next.startOf(now).toEpochMilli() != period) {
                begin(here);
            }
        }
    }

    /** The operator has handed out, perhaps of the next period already: it goes by the first clock that turns. */
    void hear(Portions heard, @Nullable Grants next, long nowMillis) {
        portions = heard;
        grants = next;
        if (next != null
                && next.period() > period
                && budget.mayHaveBegun(next.period(), Instant.ofEpochMilli(nowMillis))) {
            begin(next.period());
        }
    }

    /**
     * Sets an amount aside.
     *
     * @return whether it was there
     */
    boolean reserve(long amount, long nowMillis) {
        turn(nowMillis);
        if (free() < amount) {
            return false;
        }
        held += amount;
        usedAt = nowMillis;
        pace.add(amount, nowMillis);
        mean = mean == 0 ? amount : mean + LEARNING * (amount - mean);
        return true;
    }

    /**
     * What was set aside is needed no more.
     *
     * @param of the period that it was reserved in: one that is over is of no interest
     */
    void settle(long of, long amount, long cost, long nowMillis) {
        turn(nowMillis);
        if (of == period) {
            held -= amount;
            spent = Math.addExact(spent, cost);
            usedAt = nowMillis;
        }
    }

    /** Whether the operator says that nothing is left for such an amount in this period. */
    boolean isPaused(long amount) {
        Grants now = current();
        return now != null && now.paused() && amount >= now.lacking();
    }

    /** Whether it would be wise to ask for more before somebody has to wait. */
    boolean runsLow(long nowMillis) {
        turn(nowMillis);
        Grants now = current();
        return (now == null || now.lacking() == 0) && free() < wanted(nowMillis) / 2;
    }

    /**
     * What is told of it; null = nothing to tell in this period. What was told once is told until the period ends: where an
     * operator has granted something, silence could as well mean that all of it is spent. What it has too much of it gives back.
     *
     * @param urgent the least that somebody waits for; 0 = nobody waits
     */
    CallerDemand.@Nullable Purse told(long urgent, long nowMillis) {
        turn(nowMillis);
        long wanted = wanted(nowMillis);
        long free = free();
        Grants now = current();
        if (now != null && now.lacking() > 0) {
            // What is too little here may be enough for somebody elsewhere.
            returned += urgent == 0 || free < urgent ? Math.max(0, free) : 0;
        } else if (urgent == 0 && free > 2 * wanted) {
            returned += free - wanted;
        }
        told |= spent > 0 || held > 0 || urgent > 0 || granted() > 0;
        return told ? new CallerDemand.Purse(period, spent, held, returned, wanted, urgent) : null;
    }

    /** The period that is now, by its beginning. */
    long period(long nowMillis) {
        turn(nowMillis);
        return period;
    }

    /** How long until the next. */
    long millisUntilTurn(long nowMillis) {
        turn(nowMillis);
        return endsAt - nowMillis;
    }

    /** Whether nothing would be lost with it. */
    boolean isUnused(long nowMillis) {
        turn(nowMillis);
        return spent == 0 && held == 0 && granted() == 0 && !told;
    }

    KeyBudget budget() {
        return budget;
    }

    private long free() {
        return granted() - returned - spent - held;
    }

    private long granted() {
        Grants now = current();
        return now == null ? 0 : portions.granted(now);
    }

    private @Nullable Grants current() {
        return grants != null && grants.period() == period ? grants : null;
    }

    /** For the next moments; of one that is idle enough for a request or two, unless others lack it. */
    private long wanted(long nowMillis) {
        Grants now = current();
        boolean idle = nowMillis - usedAt > IDLE_MILLIS;
        double next = 2 * mean;
        if (idle && now != null && now.lacking() > 0) {
            return 0;
        }
        return Pace.rounded(idle ? next : next + pace.perMinute(nowMillis) / AHEAD_A_MINUTE);
    }

    private void turn(long nowMillis) {
        if (nowMillis >= endsAt) {
            begin(nowMillis);
        }
    }

    private void begin(long nowMillis) {
        Instant now = Instant.ofEpochMilli(nowMillis);
        period = budget.startOf(now).toEpochMilli();
        endsAt = budget.endOf(now).toEpochMilli();
        spent = 0;
        held = 0;
        returned = 0;
        told = false;
    }
}
