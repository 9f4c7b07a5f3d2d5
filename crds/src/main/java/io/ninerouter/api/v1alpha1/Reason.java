package io.ninerouter.api.v1alpha1;

/** The closed set of reasons that a condition may carry. Its {@link #word()} is part of the API; {@link #meaning()} says what each one means. */
public enum Reason {
    ACCEPTED("Accepted", "valid and compiled"),
    FIELDS_NOT_IN_EFFECT(
            "FieldsNotInEffect",
            "accepted, but a field that is set has no effect in this release; the message names it"),
    NOT_WATCHED("NotWatched", "accepted, but it lets in objects of namespaces that the operator does not watch"),
    HIDES_BUILT_IN("HidesBuiltIn", "accepted; a built-in prefix of the same name is hidden by this one"),
    INACTIVE("Inactive", "the user switched it off"),
    NO_ROUTER("NoRouter", "no Router to attach to"),
    AMBIGUOUS_ROUTER("AmbiguousRouter", "several Routers in the namespace and none named"),
    NOT_ALLOWED("NotAllowed", "the Router does not let objects of this namespace attach"),
    CONFLICT("Conflict", "another, older object has this name, alias or prefix"),
    CYCLE("Cycle", "a combo or alias leads back to itself"),
    NEWER_RELEASE("NewerRelease", "what is published was written by a much newer operator, and is left as it stands"),
    INVALID("Invalid", "a value that the schema could not refuse"),
    RESOLVED("Resolved", "every reference leads somewhere"),
    MODEL_ENDS_SOON(
            "ModelEndsSoon",
            "every reference leads somewhere, but to a model that will soon not be served any more; the message has the day"),
    SECRET_NOT_FOUND("SecretNotFound", "the Secret does not exist"),
    SECRET_KEY_MISSING("SecretKeyMissing", "the Secret has no such key, or an empty one"),
    SERVICE_ACCOUNT_NOT_FOUND("ServiceAccountNotFound", "the ServiceAccount does not exist"),
    ISSUER_UNAVAILABLE("IssuerUnavailable", "the API server does not tell who signs the tokens of ServiceAccounts"),
    PROVIDER_NOT_FOUND("ProviderNotFound", "no catalogue entry and no ProviderNode of this name"),
    MODEL_NOT_FOUND("ModelNotFound", "a combo member or alias target that nothing serves"),
    UNSUPPORTED("Unsupported", "a way to authorise that this release does not know yet"),
    NOT_TRIED("NotTried", "nobody has tried the credential yet"),
    INCONCLUSIVE("Inconclusive", "the provider was asked and did not say whether it takes the credential"),
    NOT_CHECKABLE("NotCheckable", "without traffic nobody can tell: the provider has nothing that could be asked"),
    VALID("Valid", "the provider took the credential"),
    REFUSED("Refused", "the provider refused the credential"),
    LOGIN_REQUIRED("LoginRequired", "a person has to log in"),
    AWAITING_LOGIN("AwaitingLogin", "a person has been told how to log in"),
    LOGIN_FAILED("LoginFailed", "a login came to nothing"),
    LOGIN_INCOMPLETE("LoginIncomplete", "the account is logged in, and something else is still being got"),
    REFRESH_FAILED("RefreshFailed", "the credential still serves; its renewal failed and is tried again"),
    NOT_NEEDED("NotNeeded", "the provider takes no credential"),
    PROGRAMMED("Programmed", "every ready replica serves it"),
    PENDING("Pending", "some replica has not acknowledged it yet, or the operator is about to make what it needs"),
    NO_REPLICAS("NoReplicas", "no gateway replica is ready"),
    REJECTED_BY_REPLICA("RejectedByReplica", "a replica could not read the configuration"),
    ROLLING_OUT("RollingOut", "gateway pods are being made or replaced"),
    ROLLOUT_FAILED("RolloutFailed", "gateway pods could not be made, or do not become ready"),
    READY("Ready", "it will be served so"),
    EXPIRED("Expired", "the key, or the credential, has expired"),
    BUDGET_SPENT("BudgetSpent", "the budget of this period is spent");

    private final String word;
    private final String meaning;

    Reason(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /** The reason as it stands in a condition. */
    public String word() {
        return word;
    }

    /** What it means, for people; it stands in the definitions, where {@code kubectl explain} finds it. */
    public String meaning() {
        return meaning;
    }
}
