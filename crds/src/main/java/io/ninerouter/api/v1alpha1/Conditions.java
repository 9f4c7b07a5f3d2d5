package io.ninerouter.api.v1alpha1;

/** The condition types, the same words on every kind: one of each is always there. */
public final class Conditions {
    /** Valid and compiled into the configuration. */
    public static final String ACCEPTED = "Accepted";

    /** Every Secret, provider, model and router that the object names exists. */
    public static final String RESOLVED_REFS = "ResolvedRefs";

    /** ProviderConnection: a probe, a refresh or live traffic says that the provider takes the credential. */
    public static final String CREDENTIALS_VALID = "CredentialsValid";

    /** Every ready gateway replica has acknowledged this generation. */
    public static final String PROGRAMMED = "Programmed";

    /** The summary: the next request will be served so. */
    public static final String READY = "Ready";

    /**
     * The object is refused, and remains so until somebody edits it or what stands against it. The one type that is {@code
     * False} when all is well, as kstatus has it.
     */
    public static final String STALLED = "Stalled";

    private Conditions() {}
}
