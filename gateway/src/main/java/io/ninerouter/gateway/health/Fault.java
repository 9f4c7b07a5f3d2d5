package io.ninerouter.gateway.health;

import io.ninerouter.gateway.health.Cooldown.Reason;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with an attempt: whom it says something about, what may be tried next, what is left alone and for how
 * long. This is the one table of it; which answer is which fault says {@link Faults}.
 *
 * <p>A delay that the provider asks for stands over the pause of any fault that has a {@link #reason()}; a fault without one
 * locks nothing.
 */
public enum Fault {
    /** The request is malformed or asks for what nobody does. */
    BAD_REQUEST(Scope.REQUEST, Next.NOTHING, "refused the request"),
    /** The request is too long for the model: another model may take it. */
    TOO_LONG(Scope.REQUEST, Next.OTHER_MODEL, "refused the request as too long for the model"),
    /** The model lacks a feature that the request uses: another model may have it. */
    FEATURE_MISSING(Scope.REQUEST, Next.OTHER_MODEL, "does not do what is asked with this model"),
    /** The provider cannot do this now or at this address, and it says nothing about others: 404 without words, 409, 425. */
    NOT_HERE(Scope.REQUEST, Next.OTHER_TARGET, "does not serve this"),
    /** The account does not have the model, said so for programs. */
    MODEL_MISSING(Scope.MODEL, Next.OTHER_TARGET, "does not have the model", Reason.MODEL_MISSING, Pause.TEN_MINUTES),
    /**
     * The same, in words alone: these may quote a request, so that a caller could bring them about; a
     * success clears it.
     */
    MODEL_MISSING_IN_WORDS(Scope.MODEL, Next.OTHER_TARGET, "does not have the model", Reason.MODEL_MISSING, Pause.HINT),
    /** Too many requests or tokens for a model. */
    RATE_LIMITED(Scope.MODEL, Next.OTHER_TARGET, "limits the rate", Reason.RATE_LIMITED, Pause.LIMIT),
    /** The account has used up what it may. */
    ACCOUNT_LIMITED(Scope.ACCOUNT, Next.OTHER_TARGET, "limits the account", Reason.RATE_LIMITED, Pause.LIMIT),
    /** The account has to be paid for. */
    UNPAID(Scope.ACCOUNT, Next.OTHER_TARGET, "wants the account to be paid", Reason.UNPAID, Pause.HOUR),
    /** The account is suspended, or may not be used from here. */
    SUSPENDED(Scope.ACCOUNT, Next.OTHER_TARGET, "has suspended the account", Reason.SUSPENDED, Pause.HOUR),
    /** The credential is refused: until it changes. */
    CREDENTIAL_REFUSED(
            Scope.ACCOUNT, Next.OTHER_TARGET, "refused the credential", Reason.CREDENTIAL_REFUSED, Pause.TEN_MINUTES),
    /** The provider failed: 408, 5xx, 529, a page instead of an answer. */
    FAILING(Scope.PROVIDER, Next.OTHER_TARGET, "failed", Reason.FAILING, Pause.FAILURE),
    /** There was no HTTP answer. */
    UNREACHABLE(Scope.PROVIDER, Next.OTHER_TARGET, "was not reached", Reason.UNREACHABLE, Pause.FAILURE);

    private final Scope scope;
    private final Next next;
    private final String text;
    private final @Nullable Reason reason;
    private final Pause pause;

    Fault(Scope scope, Next next, String text) {
        this(scope, next, text, null, Pause.NONE);
    }

    Fault(Scope scope, Next next, String text, @Nullable Reason reason, Pause pause) {
        this.scope = scope;
        this.next = next;
        this.text = text;
        this.reason = reason;
        this.pause = pause;
    }

    /** Whom it says something about. */
    public Scope scope() {
        return scope;
    }

    /** What may be tried next. */
    public Next next() {
        return next;
    }

    /** What a provider did, for people: goes on from its name. */
    public String text() {
        return text;
    }

    /** Why something is left alone; null = nothing is. */
    public @Nullable Reason reason() {
        return reason;
    }

    /** For how long. */
    Pause pause() {
        return pause;
    }

    /** Whether it is the account that is left alone, not only the model at it. */
    boolean coolsAccount() {
        return scope == Scope.ACCOUNT || this == UNREACHABLE;
    }

    /**
     * Whether it says something that holds for every replica. A failure may lie on the way there, and words may be a
     * caller's: these each replica finds out for itself.
     */
    boolean holdsForAll() {
        return (scope == Scope.MODEL || scope == Scope.ACCOUNT) && this != MODEL_MISSING_IN_WORDS;
    }

    /** Whom a fault says something about. */
    public enum Scope {
        /** The request: nothing is learnt. */
        REQUEST,
        /** The model at the account. */
        MODEL,
        /** The account. */
        ACCOUNT,
        /** The provider: its circuit breaker counts it, and what was asked pauses shortly. */
        PROVIDER
    }

    /** What may be tried next. */
    public enum Next {
        /** Nothing: it would go the same way everywhere. */
        NOTHING,
        /** Any other target. */
        OTHER_TARGET,
        /** A target with another model. */
        OTHER_MODEL
    }

    /** How long something is left alone when the provider does not say. */
    enum Pause {
        /** Not at all. */
        NONE(0, 0, 0, false),
        /** Ten minutes. */
        TEN_MINUTES(0, 600_000, 600_000, false),
        /** An hour. */
        HOUR(0, 3_600_000, 3_600_000, false),
        /** A limit: 2 s to 5 min. */
        LIMIT(0, 2_000, 300_000, true),
        /** A failure: from the third in a row 1 s to 30 s. */
        FAILURE(2, 1_000, 30_000, true),
        /** A hint: from the third in a row 1 s to 1 min. */
        HINT(2, 1_000, 60_000, true);

        /** Failures in a row that cost nothing: one bad answer in a hundred must not shut the only account there is. */
        private final int free;

        private final long baseMillis;
        private final long capMillis;
        /** Whether up to a quarter is added by chance, so that not all come back at once. */
        private final boolean spread;

        Pause(int free, long baseMillis, long capMillis, boolean spread) {
            this.free = free;
            this.baseMillis = baseMillis;
            this.capMillis = capMillis;
            this.spread = spread;
        }

        /** Milliseconds; they double with each failure in a row. */
        long length(int strikes, double jitter) {
            if (strikes <= free) {
                return 0;
            }
            long length = Math.min(capMillis, baseMillis << Math.min(strikes - free - 1, 20));
            return spread ? length + (long) (length * jitter / 4) : length;
        }
    }
}
