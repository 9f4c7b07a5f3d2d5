package io.ninerouter.gateway.health;

import org.jspecify.annotations.Nullable;

/** What is known of one endpoint. Thread-safe: one short lock. */
final class EndpointHealth {
    private final Breaker breaker = new Breaker();
    private final RetryBudget budget = new RetryBudget();

    synchronized boolean admit(long now) {
        if (!breaker.admit(now)) {
            return false;
        }
        budget.request(now);
        return true;
    }

    synchronized boolean retry(long now) {
        return budget.retry(now);
    }

    synchronized @Nullable Cooldown shut(long now) {
        long until = breaker.closedTo(now);
        return until > now ? new Cooldown(Cooldown.Reason.CIRCUIT_OPEN, 1, until, false) : null;
    }

    /** An answer has begun: its end may be minutes away. */
    synchronized void lives(long now) {
        breaker.heard(Breaker.Verdict.LIVES, now, 0);
    }

    synchronized void record(Outcome outcome, long now, double jitter) {
        breaker.heard(verdict(outcome), now, jitter);
    }

    private static Breaker.Verdict verdict(Outcome outcome) {
        if (outcome instanceof Outcome.Abandoned || outcome instanceof Outcome.NotSent) {
            return Breaker.Verdict.SILENT;
        }
        Fault fault = outcome.fault();
        boolean fails = fault != null && fault.scope() == Fault.Scope.PROVIDER;
        return fails ? Breaker.Verdict.FAILS : Breaker.Verdict.LIVES;
    }
}
