package io.ninerouter.gateway.health;

import io.ninerouter.config.Credential;
import io.ninerouter.gateway.health.HealthBoard.Attempt;
import io.ninerouter.gateway.health.HealthBoard.Observation;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What is known of one account. Thread-safe: a short lock for what failures change, none for counting. */
final class AccountHealth {
    /** A caller can make up model names: beyond this many the oldest troubles are not told apart any more. */
    private static final int MAX_MODELS = 1_000;

    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<String, Cooldown> models = new HashMap<>();
    private final Map<String, Latency> streamed = new HashMap<>();
    private final Map<String, Latency> whole = new HashMap<>();
    private @Nullable Cooldown account;
    private @Nullable Refusal refusal;
    private @Nullable Long lastSuccess;
    private @Nullable LastError lastError;

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

    synchronized void record(Attempt attempt, Outcome outcome, long now, double jitter) {
        switch (outcome) {
            case Outcome.Success _ -> succeeded(attempt, now);
            case Outcome.Refused refused -> {
                // A mistake of the caller is no news of the account.
                if (refused.fault().scope() != Fault.Scope.REQUEST) {
                    lastError = new LastError(now, refused.status(), refused.message());
                }
            }
            case Outcome.NoAnswer none -> lastError = new LastError(now, 0, none.message());
            case Outcome.Abandoned _ -> {}
        }
        Cooldown.Blow blow = Cooldown.Blow.of(outcome);
        if (blow != null) {
            failed(attempt, blow, now, jitter);
        }
    }

    private void succeeded(Attempt attempt, long now) {
        lastSuccess = now;
        account = null;
        models.remove(attempt.model());
        if (refusal != null && Objects.equals(refusal.credential, attempt.credential())) {
            refusal = null;
        }
    }

    private void failed(Attempt attempt, Cooldown.Blow blow, long now, double jitter) {
        if (blow.fault() == Fault.CREDENTIAL_REFUSED) {
            refusal = new Refusal(attempt.credential(), now, Cooldown.next(null, blow, now, jitter));
        } else if (blow.fault().coolsAccount()) {
            account = Cooldown.next(account, blow, now, jitter);
        } else {
            if (models.size() >= MAX_MODELS && !models.containsKey(attempt.model())) {
                models.values().removeIf(cooldown -> !cooldown.cooling(now));
            }
            if (models.size() < MAX_MODELS || models.containsKey(attempt.model())) {
                models.put(attempt.model(), Cooldown.next(models.get(attempt.model()), blow, now, jitter));
            }
        }
    }

    synchronized Observation observation(String name) {
        return new Observation(
                name,
                lastSuccess,
                lastError == null ? null : lastError.atMillis,
                lastError == null ? null : lastError.status,
                lastError == null ? null : lastError.message,
                refusal == null ? null : refusal.atMillis);
    }

    /** A credential that was refused. */
    private record Refusal(@Nullable Credential credential, long atMillis, Cooldown cooldown) {}

    private record LastError(long atMillis, int status, String message) {}
}
