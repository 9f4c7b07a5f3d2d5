package io.ninerouter.gateway.snapshot;

/** What the digest of a key says. */
public sealed interface KeyLookup {
    /** A key of this caller; whether it is served is {@link Caller#standing}. */
    record Known(Caller caller) implements KeyLookup {}

    /** No key of anybody: 401. */
    record Unknown() implements KeyLookup {}
}
