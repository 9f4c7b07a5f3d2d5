package io.ninerouter.gateway.health;

import io.ninerouter.config.Credential;
import io.ninerouter.gateway.health.Cooldown.Reason;
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
    private @Nullable Cooldown whole;
    private @Nullable Refusal refusal;
    private @Nullable Long lastSuccess;
    private @Nullable LastError lastError;

    void began() {
        inFlight.incrementAndGet();
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
        if (whole != null && whole.cooling(now)) {
            return whole;
        }
        Cooldown ofModel = models.get(model);
        return ofModel != null && ofModel.cooling(now) ? ofModel : null;
    }

    synchronized void record(Attempt attempt, Outcome outcome, long now, double jitter) {
        switch (outcome) {
            case Outcome.Success _ -> succeeded(attempt, now);
            case Outcome.Refused refused -> lastError = new LastError(now, refused.status(), refused.message());
            case Outcome.NoAnswer none -> lastError = new LastError(now, 0, none.message());
            case Outcome.Abandoned _ -> {}
        }
        CooldownPolicy.Verdict verdict = CooldownPolicy.verdict(outcome);
        if (verdict != null) {
            failed(attempt, verdict, now, jitter);
        }
    }

    private void succeeded(Attempt attempt, long now) {
        lastSuccess = now;
        whole = null;
        models.remove(attempt.model());
        if (refusal != null && Objects.equals(refusal.credential, attempt.credential())) {
            refusal = null;
        }
    }

    private void failed(Attempt attempt, CooldownPolicy.Verdict verdict, long now, double jitter) {
        if (verdict.reason() == Reason.CREDENTIAL_REFUSED) {
            refusal = new Refusal(attempt.credential(), now, CooldownPolicy.next(null, verdict, now, jitter));
        } else if (verdict.wholeAccount()) {
            whole = CooldownPolicy.next(whole, verdict, now, jitter);
        } else {
            if (models.size() >= MAX_MODELS && !models.containsKey(attempt.model())) {
                models.values().removeIf(cooldown -> !cooldown.cooling(now));
            }
            if (models.size() < MAX_MODELS || models.containsKey(attempt.model())) {
                models.put(attempt.model(), CooldownPolicy.next(models.get(attempt.model()), verdict, now, jitter));
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
