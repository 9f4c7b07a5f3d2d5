package io.ninerouter.gateway.snapshot;

/** What the digest of a key says, or the identity in a token. */
public sealed interface KeyLookup {
    /** A key or an identity of this caller; whether it is served is {@link Caller#standing}. */
    record Known(Caller caller) implements KeyLookup {}

    /** Of nobody: 401 for a key, 403 for an identity. */
    record Unknown() implements KeyLookup {}

    /** An identity that is no more, though another of the same name is: 401. */
    record Stale() implements KeyLookup {}

    /** A key that was replaced, its time being over: 401. */
    record Replaced() implements KeyLookup {}
}
