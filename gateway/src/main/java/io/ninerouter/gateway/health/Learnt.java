package io.ninerouter.gateway.health;

import io.ninerouter.config.Credential;
import io.ninerouter.config.Signals.Signal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What other replicas leave alone. Immutable: it is replaced whole. */
record Learnt(Map<String, Account> accounts) {
    static final Learnt NOTHING = new Learnt(Map.of());

    Learnt {
        accounts = Map.copyOf(accounts);
    }

    /**
     * What is left alone at one account.
     *
     * @param whole all of it; null = not
     * @param refusal of a credential; null = none
     * @param models by the provider's model id
     */
    record Account(@Nullable Cooldown whole, @Nullable Refusal refusal, Map<String, Cooldown> models) {
        static final Account UNTROUBLED = new Account(null, null, Map.of());

        Account {
            models = Map.copyOf(models);
        }

        private Account withModel(String model, Cooldown cooldown) {
            Map<String, Cooldown> next = new HashMap<>(models);
            next.put(model, cooldown);
            return new Account(whole, refusal, next);
        }
    }

    /** A refusal and the credential that was in use when it was heard. */
    record Refusal(@Nullable Credential credential, Cooldown cooldown) {}

    /**
     * What is learnt from newer signals. Those that are over, or have a reason that this release does not know, say nothing;
     * none holds longer than the bound of a cooldown, whatever the clock of the other replica says.
     */
    Learnt next(Collection<Signal> signals, Function<String, @Nullable Credential> inUse, long now) {
        Map<String, Account> next = new HashMap<>();
        for (Signal signal : signals) {
            Cooldown.Reason reason = Cooldown.Reason.heard(signal.reason());
            if (reason != null && signal.untilMillis() > now) {
                long until = Math.min(signal.untilMillis(), now + Cooldown.MAX_MILLIS);
                Cooldown cooldown = new Cooldown(reason, 1, until, true);
                Account account = next.getOrDefault(signal.connection(), Account.UNTROUBLED);
                next.put(signal.connection(), with(account, signal, cooldown, inUse));
            }
        }
        return new Learnt(next);
    }

    private Account with(
            Account account, Signal signal, Cooldown cooldown, Function<String, @Nullable Credential> inUse) {
        String model = signal.model();
        if (model != null) {
            return account.withModel(model, cooldown);
        }
        if (cooldown.reason() != Cooldown.Reason.CREDENTIAL_REFUSED) {
            return new Account(cooldown, account.refusal(), account.models());
        }
        // What was heard before goes on to count for the credential of then: this one may be newer.
        Refusal known =
                accounts.getOrDefault(signal.connection(), Account.UNTROUBLED).refusal();
        Refusal refusal = known != null && known.cooldown().equals(cooldown)
                ? known
                : new Refusal(inUse.apply(signal.connection()), cooldown);
        return new Account(account.whole(), refusal, account.models());
    }

    @Nullable
    Cooldown cooling(String connection, String model, @Nullable Credential credential, long now) {
        Account account = accounts.get(connection);
        if (account == null) {
            return null;
        }
        Refusal refusal = account.refusal();
        Cooldown refused =
                refusal != null && Objects.equals(refusal.credential(), credential) ? refusal.cooldown() : null;
        Cooldown longest = Cooldown.longer(
                refused, Cooldown.longer(account.whole(), account.models().get(model)));
        return longest != null && longest.cooling(now) ? longest : null;
    }
}
