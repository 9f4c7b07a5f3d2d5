package io.ninerouter.gateway.upstream;

/** A provider gave no answer, or only a part of one. The message holds no address with a credential and no content. */
public final class UpstreamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String reason;

    /** @param message what happened, safe to show to the caller */
    public UpstreamException(Kind kind, String message) {
        // An expected outcome that is handled where it arrives: its stack would say nothing.
        super(message, null, false, false);
        this.kind = kind;
        this.reason = message;
    }

    /** What happened: the message. */
    public String reason() {
        return reason;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** What went wrong. */
    public enum Kind {
        /** No connection: refused, unresolved, TLS refused, timed out while connecting. */
        CONNECT,
        /** A pooled connection turned out to be closed: nothing was processed, the same target may be asked again. */
        STALE_CONNECTION,
        /** Closed or reset before the head of the answer. */
        NO_ANSWER,
        /** Closed or reset within the body. */
        CUT,
        /** Not HTTP. */
        MALFORMED,
        /** Too late. */
        TIMEOUT
    }
}
