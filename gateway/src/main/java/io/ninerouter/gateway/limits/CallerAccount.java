package io.ninerouter.gateway.limits;

import io.ninerouter.config.CallerDemand;
import io.ninerouter.config.KeyBudget;
import io.ninerouter.config.KeyLimits;
import io.ninerouter.gateway.chat.Usage;
import org.jspecify.annotations.Nullable;

/** What one caller does on this replica, against its limits and its budget. Thread-safe; every time is an argument. */
final class CallerAccount {
    /** Of a budget, that a request may take of which nothing is known. */
    private static final int GUESSES = 50;

    private static final long FORGOTTEN_MILLIS = 60_000;
    private static final KeyLimits NO_LIMITS = new KeyLimits(null, null, null);

    private final String caller;
    private KeyLimits limits = NO_LIMITS;
    private Portions portions;
    private final Bucket requests;
    private final Bucket tokens;
    private final Pace requestsAsked;
    private final Pace tokensAsked;
    private final Learnt learnt = new Learnt();
    private final WaitingLine forPlaces = new WaitingLine();
    private final WaitingLine forMoney = new WaitingLine();
    private @Nullable Purse purse;
    private int inFlight;
    private int most;
    private long seenAt;

    CallerAccount(String caller, @Nullable KeyLimits limits, Portions portions, long nowMillis) {
        this.caller = caller;
        this.portions = portions;
        this.limits = limits == null ? NO_LIMITS : limits;
        requests = new Bucket(requestsShare(), nowMillis);
        tokens = new Bucket(tokensShare(), nowMillis);
        requestsAsked = new Pace(nowMillis);
        tokensAsked = new Pace(nowMillis);
    }

    /** The bounds of the request that comes now: those of the configuration that it was admitted by. */
    synchronized void bounds(@Nullable KeyLimits next, @Nullable KeyBudget budget, long nowMillis) {
        seenAt = nowMillis;
        KeyLimits read = next == null ? NO_LIMITS : next;
        if (!read.equals(limits)) {
            limits = read;
            pace(nowMillis);
        }
        if (budget == null) {
            purse = null;
        } else if (purse == null) {
            purse = new Purse(budget, portions, portions.grants(caller), nowMillis);
        } else {
            purse.budget(budget, nowMillis);
        }
    }

    /** The operator has parted the limits; says whether somebody still waits for money. */
    synchronized boolean hear(Portions heard, long nowMillis) {
        portions = heard;
        pace(nowMillis);
        forPlaces.advance(_ -> takePlace(), 0);
        Purse money = purse;
        if (money != null) {
            money.hear(heard, heard.grants(caller), nowMillis);
            forMoney.advance(amount -> money.reserve(amount, nowMillis), money.period(nowMillis));
            forMoney.dismiss(money::isPaused, spent(money, nowMillis));
        }
        return forMoney.size() > 0;
    }

    /** Takes a place and counts a request; null = both were there, then {@link #leave} follows. */
    synchronized @Nullable Refusal enter(long nowMillis) {
        Integer places = limits.concurrentRequests();
        if (!takePlace() && places != null) {
            most = Math.max(most, inFlight + 1);
            return Refusals.places(caller, places, portions.concurrent(caller, places) < places);
        }
        Refusal refusal = count(nowMillis);
        if (refusal != null) {
            inFlight--;
        }
        return refusal;
    }

    /** Counts a request that has a place. */
    synchronized @Nullable Refusal count(long nowMillis) {
        Long limit = limits.requestsPerMinute();
        if (limit == null) {
            return null;
        }
        requestsAsked.add(1, nowMillis);
        return requests.take(1, nowMillis)
                ? null
                : Refusals.rate(Limit.REQUESTS, caller, limit, requests.millisUntil(1, nowMillis));
    }

    /** Waits for a place; says whether it may, then it is told, at the latest by {@link #giveUpPlace}. */
    synchronized boolean awaitPlace(WaitingLine.Waiter waiter) {
        most = Math.max(most, inFlight + forPlaces.size() + 1);
        return forPlaces.join(waiter);
    }

    synchronized boolean giveUpPlace(WaitingLine.Waiter waiter) {
        return forPlaces.leave(waiter);
    }

    /** Gives a place back. */
    synchronized void leave() {
        inFlight--;
        forPlaces.advance(_ -> takePlace(), 0);
    }

    /** Tokens that a body of so many bytes will need, as far as known. */
    synchronized long estimate(long bytes) {
        return learnt.input(bytes);
    }

    /** The same of its answer. */
    synchronized long estimateOutput(@Nullable Long most) {
        return learnt.output(most);
    }

    /** Takes tokens; null = they were there. */
    synchronized @Nullable Refusal take(long amount, long nowMillis) {
        Long limit = limits.tokensPerMinute();
        if (limit == null) {
            return null;
        }
        tokensAsked.add(amount, nowMillis);
        return tokens.take(amount, nowMillis)
                ? null
                : Refusals.rate(Limit.TOKENS, caller, limit, tokens.millisUntil(amount, nowMillis));
    }

    /**
     * A request is over.
     *
     * @param bytes of its body
     * @param taken tokens that were taken for it
     * @param usage null = it used none, as far as known
     */
    synchronized void used(long bytes, long taken, @Nullable Usage usage, long nowMillis) {
        long total = usage == null ? 0 : usage.prompt() + usage.output();
        if (usage != null) {
            learnt.learn(bytes, usage);
        }
        if (limits.tokensPerMinute() != null) {
            tokens.correct(total - taken, nowMillis);
            tokensAsked.add(Math.max(0, total - taken), nowMillis);
        }
    }

    /** What to set aside: a guess must not take a small budget for one request. */
    synchronized long modest(long amount) {
        return purse == null || learnt.isKnown()
                ? amount
                : Math.max(1, Math.min(amount, purse.budget().picoUsd() / GUESSES));
    }

    /** Sets money aside. */
    synchronized WaitingLine.Outcome reserve(long amount, long nowMillis) {
        Purse money = purse;
        if (money == null) {
            return new WaitingLine.Outcome(0, null);
        }
        if (money.reserve(amount, nowMillis)) {
            return new WaitingLine.Outcome(money.period(nowMillis), null);
        }
        return new WaitingLine.Outcome(
                0,
                money.isPaused(amount)
                        ? spent(money, nowMillis)
                        : Refusals.noMoneyYet(caller, portions.grants(caller) != null));
    }

    synchronized boolean awaitMoney(WaitingLine.Waiter waiter) {
        return forMoney.join(waiter);
    }

    synchronized boolean giveUpMoney(WaitingLine.Waiter waiter) {
        return forMoney.leave(waiter);
    }

    /**
     * What something has cost.
     *
     * @param period that money was set aside of; 0 = none was
     * @param amount that was set aside
     */
    synchronized void settle(long period, long amount, long cost, long nowMillis) {
        Purse money = purse;
        if (money != null) {
            money.settle(period == 0 ? money.period(nowMillis) : period, amount, cost, nowMillis);
            forMoney.advance(waiting -> money.reserve(waiting, nowMillis), money.period(nowMillis));
        }
    }

    /** Whether the operator should hear of it before it asks. */
    synchronized boolean runsLow(long nowMillis) {
        return purse != null && purse.runsLow(nowMillis);
    }

    /** What others have to know; null = nothing. */
    synchronized @Nullable CallerDemand told(long nowMillis) {
        long asked = limits.requestsPerMinute() == null ? 0 : requestsAsked.said(nowMillis);
        long tokensWanted = limits.tokensPerMinute() == null ? 0 : tokensAsked.said(nowMillis);
        int places = limits.concurrentRequests() == null ? 0 : Math.max(most, inFlight);
        most = inFlight;
        CallerDemand.Purse money = purse == null ? null : purse.told(forMoney.least(), nowMillis);
        return asked == 0 && tokensWanted == 0 && places == 0 && money == null
                ? null
                : new CallerDemand(caller, asked, tokensWanted, places, money);
    }

    synchronized Standing standing(long nowMillis) {
        Long perMinute = limits.requestsPerMinute();
        Long tokensPerMinute = limits.tokensPerMinute();
        return new Standing(
                perMinute == null ? null : window(perMinute, requests, requestsShare(), nowMillis),
                tokensPerMinute == null ? null : window(tokensPerMinute, tokens, tokensShare(), nowMillis));
    }

    /** Whether nothing would be lost with it. */
    synchronized boolean isIdle(long nowMillis) {
        return inFlight == 0
                && nowMillis - seenAt > FORGOTTEN_MILLIS
                && forPlaces.size() == 0
                && forMoney.size() == 0
                && requests.isFull(nowMillis)
                && tokens.isFull(nowMillis)
                && (purse == null || purse.isUnused(nowMillis));
    }

    private boolean takePlace() {
        Integer places = limits.concurrentRequests();
        if (places != null && inFlight >= portions.concurrent(caller, places)) {
            return false;
        }
        inFlight++;
        most = Math.max(most, inFlight);
        return true;
    }

    private void pace(long nowMillis) {
        requests.pace(requestsShare(), nowMillis);
        tokens.pace(tokensShare(), nowMillis);
    }

    private double requestsShare() {
        Long limit = limits.requestsPerMinute();
        return limit == null ? 0 : portions.requests(caller, limit);
    }

    private double tokensShare() {
        Long limit = limits.tokensPerMinute();
        return limit == null ? 0 : portions.tokens(caller, limit);
    }

    private Refusal spent(Purse money, long nowMillis) {
        return Refusals.spent(caller, money.budget(), money.millisUntilTurn(nowMillis));
    }

    private static Standing.Window window(long limit, Bucket bucket, double share, long nowMillis) {
        double scale = share <= 0 ? 1 : limit / share;
        long remaining = Math.min(limit, (long) (bucket.left(nowMillis) * scale));
        return new Standing.Window(limit, remaining, bucket.millisUntil(Long.MAX_VALUE, nowMillis));
    }
}
