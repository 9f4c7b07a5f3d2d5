package io.ninerouter.api.v1alpha1;

/** The closed set of reasons that a condition may carry. Its {@link #word()} is part of the API. */
public enum Reason {
    /** Valid and compiled. */
    ACCEPTED("Accepted"),
    /** Accepted, but a field that is set has no effect in this release; the message names it. */
    FIELDS_NOT_IN_EFFECT("FieldsNotInEffect"),
    /** Accepted, but it lets in objects of namespaces that the operator does not watch. */
    NOT_WATCHED("NotWatched"),
    /** Accepted; a built-in prefix of the same name is hidden by this one. */
    HIDES_BUILT_IN("HidesBuiltIn"),
    /** The user switched it off. */
    INACTIVE("Inactive"),
    /** No Router to attach to. */
    NO_ROUTER("NoRouter"),
    /** Several Routers in the namespace and none named. */
    AMBIGUOUS_ROUTER("AmbiguousRouter"),
    /** The Router does not let objects of this namespace attach. */
    NOT_ALLOWED("NotAllowed"),
    /** Another, older object has this name, alias or prefix. */
    CONFLICT("Conflict"),
    /** A combo or alias leads back to itself. */
    CYCLE("Cycle"),
    /** What is published was written by a much newer operator, and is left as it stands. */
    NEWER_RELEASE("NewerRelease"),
    /** A value that the schema could not refuse. */
    INVALID("Invalid"),
    /** Every reference leads somewhere. */
    RESOLVED("Resolved"),
    /** Every reference leads somewhere, but to a model that will soon not be served any more; the message has the day. */
    MODEL_ENDS_SOON("ModelEndsSoon"),
    /** The Secret does not exist. */
    SECRET_NOT_FOUND("SecretNotFound"),
    /** The Secret has no such key, or an empty one. */
    SECRET_KEY_MISSING("SecretKeyMissing"),
    /** The ServiceAccount does not exist. */
    SERVICE_ACCOUNT_NOT_FOUND("ServiceAccountNotFound"),
    /** The API server does not tell who signs the tokens of ServiceAccounts. */
    ISSUER_UNAVAILABLE("IssuerUnavailable"),
    /** No catalogue entry and no ProviderNode of this name. */
    PROVIDER_NOT_FOUND("ProviderNotFound"),
    /** A combo member or alias target that nothing serves. */
    MODEL_NOT_FOUND("ModelNotFound"),
    /** A way to authorise that this release does not know yet. */
    UNSUPPORTED("Unsupported"),
    /** Nobody has tried the credential yet. */
    NOT_TRIED("NotTried"),
    /** The provider was asked and did not say whether it takes the credential. */
    INCONCLUSIVE("Inconclusive"),
    /** Without traffic nobody can tell: the provider has nothing that could be asked. */
    NOT_CHECKABLE("NotCheckable"),
    /** The provider took the credential. */
    VALID("Valid"),
    /** The provider refused the credential. */
    REFUSED("Refused"),
    /** A person has to log in. */
    LOGIN_REQUIRED("LoginRequired"),
    /** A person has been told how to log in. */
    AWAITING_LOGIN("AwaitingLogin"),
    /** A login came to nothing. */
    LOGIN_FAILED("LoginFailed"),
    /** The account is logged in, and something else is still being got. */
    LOGIN_INCOMPLETE("LoginIncomplete"),
    /** The credential still serves; its renewal failed and is tried again. */
    REFRESH_FAILED("RefreshFailed"),
    /** The provider takes no credential. */
    NOT_NEEDED("NotNeeded"),
    /** Every ready replica serves it. */
    PROGRAMMED("Programmed"),
    /** Some replica has not acknowledged yet. */
    PENDING("Pending"),
    /** No gateway replica is ready. */
    NO_REPLICAS("NoReplicas"),
    /** A replica could not read the configuration. */
    REJECTED_BY_REPLICA("RejectedByReplica"),
    /** Gateway pods are being made or replaced. */
    ROLLING_OUT("RollingOut"),
    /** Gateway pods could not be made, or do not become ready. */
    ROLLOUT_FAILED("RolloutFailed"),
    /** It will be served so. */
    READY("Ready"),
    /** The key, or the credential, has expired. */
    EXPIRED("Expired"),
    /** The budget of this period is spent. */
    BUDGET_SPENT("BudgetSpent");

    private final String word;

    Reason(String word) {
        this.word = word;
    }

    /** The reason as it stands in a condition. */
    public String word() {
        return word;
    }
}
