package io.ninerouter.gateway.health;

import io.ninerouter.config.Credential;
import io.ninerouter.gateway.health.HealthBoard.Attempt;
import io.ninerouter.gateway.health.HealthBoard.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What is known of one account. Thread-safe: a short lock for what failures change, none for counting. */
final class AccountHealth {
    /** A caller can make up model names: beyond this many the oldest troubles are not told apart any more. */
    private static final int MAX_MODELS = 1_000;

    private final AtomicInteger inFlight = new AtomicInteger();
    private final Quotas quotas = new Quotas();
    private final Map<String, Cooldown> models = new HashMap<>();
    private final Map<String, Latency> streamed = new HashMap<>();
    private final Map<String, Latency> whole = new HashMap<>();
    private @Nullable Cooldown account;
    private @Nullable Refusal refusal;
    private @Nullable Long lastSuccess;
    private @Nullable LastError lastError;
    private volatile @Nullable Narrowing narrowing;

    void began() {
        inFlight.incrementAndGet();
    }

    /** Takes a place when there is one; 0 = there is always one. */
    boolean enter(int limit) {
        int before = inFlight.getAndUpdate(count -> limit > 0 && count >= limit ? count : count + 1);
        return limit <= 0 || before < limit;
    }

    void ended() {
        inFlight.updateAndGet(count -> Math.max(0, count - 1));
    }

    int inFlight() {
        return inFlight.get();
    }

    /** Places that the provider was found to have; 0 = nothing is known. */
    int places(long now) {
        Narrowing known = narrowing;
        return known == null || !known.holds(now) ? 0 : (int) known.places();
    }

    Quotas quotas() {
        return quotas;
    }

    synchronized @Nullable Cooldown cooling(String model, @Nullable Credential credential, long now) {
        if (refusal != null && refusal.cooldown.cooling(now) && Objects.equals(refusal.credential, credential)) {
            return refusal.cooldown;
        }
        if (account != null && account.cooling(now)) {
            return account;
        }
        Cooldown ofModel = models.get(model);
        return ofModel != null && ofModel.cooling(now) ? ofModel : null;
    }

    synchronized void measured(String model, boolean isStream, double millis, long now) {
        Map<String, Latency> latencies = isStream ? streamed : whole;
        if (latencies.size() >= MAX_MODELS && !latencies.containsKey(model)) {
            latencies.values().removeIf(latency -> latency.mean(now) == null);
        }
        if (latencies.size() < MAX_MODELS || latencies.containsKey(model)) {
            latencies.put(model, Latency.next(latencies.get(model), millis, now));
        }
    }

    synchronized @Nullable Double firstTokenMillis(String model, boolean isStream, long now) {
        Latency latency = (isStream ? streamed : whole).get(model);
        return latency == null ? null : latency.mean(now);
    }

    /** Learns from an attempt; says whether other replicas should hear of it. */
    synchronized boolean record(Attempt attempt, Outcome outcome, long now, double jitter) {
        narrowing = Narrowing.after(narrowing, outcome, inFlight(), now);
        boolean news = false;
        switch (outcome) {
            case Outcome.Success _ -> news = succeeded(attempt, now);
            case Outcome.Refused refused -> {
                // A mistake of the caller is no news of the account.
                if (refused.fault().scope() != Fault.Scope.REQUEST) {
                    lastError = new LastError(now, refused.status(), refused.message());
                }
            }
            case Outcome.NoAnswer none -> lastError = new LastError(now, 0, none.message());
            case Outcome.NotSent _, Outcome.Abandoned _ -> {}
        }
        Cooldown.Blow blow = Cooldown.Blow.of(outcome);
        return blow == null ? news : failed(attempt, blow, now, jitter);
    }

    private boolean succeeded(Attempt attempt, long now) {
        lastSuccess = now;
        // What succeeds while the provider has asked to be left alone was sent before: it takes nothing back.
        if (account != null && !account.asked(now)) {
            account = null;
        }
        models.computeIfPresent(attempt.model(), (_, cooldown) -> cooldown.asked(now) ? cooldown : null);
        boolean news = false;
        if (refusal != null && Objects.equals(refusal.credential, attempt.credential())) {
            refusal = null;
            news = true;
        }
        return news;
    }

    private boolean failed(Attempt attempt, Cooldown.Blow blow, long now, double jitter) {
        if (blow.fault() == Fault.CREDENTIAL_REFUSED) {
            Cooldown before = refusal != null && Objects.equals(refusal.credential, attempt.credential())
                    ? refusal.cooldown
                    : null;
            refusal = new Refusal(attempt.credential(), now, Cooldown.next(null, blow, now, jitter));
            return Cooldown.isNews(before, refusal.cooldown, now);
        }
        if (blow.fault().coolsAccount()) {
            Cooldown before = account;
            account = Cooldown.next(before, blow, now, jitter);
            return Cooldown.isNews(before, account, now);
        }
        if (models.size() >= MAX_MODELS && !models.containsKey(attempt.model())) {
            models.values().removeIf(cooldown -> !cooldown.cooling(now));
        }
        if (models.size() >= MAX_MODELS && !models.containsKey(attempt.model())) {
            return false;
        }
        Cooldown before = models.get(attempt.model());
        Cooldown after = Cooldown.next(before, blow, now, jitter);
        models.put(attempt.model(), after);
        return Cooldown.isNews(before, after, now);
    }

    /** What every replica should leave alone; a refusal counts for the credential in use. */
    synchronized List<HealthBoard.Cooling> toShare(String name, @Nullable Credential inUse, long now) {
        List<HealthBoard.Cooling> all = new ArrayList<>();
        Cooldown refused = refusal != null && Objects.equals(refusal.credential, inUse) ? refusal.cooldown : null;
        Cooldown whole = Cooldown.longer(told(refused, now), told(account, now));
        if (whole != null) {
            all.add(new HealthBoard.Cooling(name, null, whole));
        }
        models.forEach((model, cooldown) -> {
            if (told(cooldown, now) != null) {
                all.add(new HealthBoard.Cooling(name, model, cooldown));
            }
        });
        return all;
    }

    private static @Nullable Cooldown told(@Nullable Cooldown cooldown, long now) {
        return cooldown != null && cooldown.asked(now) ? cooldown : null;
    }

    synchronized Observation observation(String name) {
        return new Observation(
                name,
                lastSuccess,
                lastError == null ? null : lastError.atMillis,
                lastError == null ? null : lastError.status,
                lastError == null ? null : lastError.message,
                refusal == null ? null : refusal.atMillis,
                refusal == null ? null : refusal.mark());
    }

    /** A credential that was refused. */
    private record Refusal(@Nullable Credential credential, long atMillis, Cooldown cooldown) {
        /** What tells it from another token; nothing is told of keys that people were given. */
        @Nullable
        String mark() {
            return credential != null && credential.kind() == Credential.Kind.ACCESS_TOKEN
                    ? Credential.mark(credential.secret())
                    : null;
        }
    }

    private record LastError(long atMillis, int status, String message) {}
}
