package io.ninerouter.config;

/**
 * Why an account, or a model at it, is left alone by all replicas. Its {@link #word()} stands in reports, signals and
 * statuses; a reader may meet words of a newer release.
 */
public enum CooldownReason {
    /** A limit on requests or tokens. */
    RATE_LIMITED("RateLimited"),
    /** The provider failed and said when to come back. */
    FAILING("Failing"),
    /** The account does not have the model. */
    MODEL_MISSING("ModelMissing"),
    /** The account has to be paid for. */
    UNPAID("Unpaid"),
    /** The account is suspended. */
    SUSPENDED("Suspended"),
    /** The provider refused the credential: holds until that changes. */
    CREDENTIAL_REFUSED("CredentialRefused");

    private final String word;

    CooldownReason(String word) {
        this.word = word;
    }

    /** The reason as it is written. */
    public String word() {
        return word;
    }
}
