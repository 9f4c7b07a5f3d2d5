package io.ninerouter.operator.egress;

import java.io.IOException;

/** A call that got no answer. The message names host and cause, never a credential, a path or content: fit for a status. */
public final class OutboundException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String reason;

    /** @param reason what happened, for people: a sentence without its full stop */
    public OutboundException(Kind kind, String reason) {
        super(reason);
        this.kind = kind;
        this.reason = reason;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** The message. */
    public String reason() {
        return reason;
    }

    /** What went wrong. */
    public enum Kind {
        /** The request cannot be sent at all: its address or a header is not one, or its way is not known. */
        UNSENDABLE,
        /** The address is one that no provider may have. */
        DENIED,
        /** The name is not known. */
        UNRESOLVED,
        /** Nobody accepted the connection. */
        CONNECT,
        /** The proxy was not reached, or did not let it through. */
        PROXY,
        /** A certificate or a protocol is not accepted. */
        TLS,
        /** Too late. */
        TIMEOUT,
        /** The connection broke, or what came is not HTTP. */
        BROKEN
    }
}
