package io.ninerouter.operator.egress;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A call that got no answer. The message names host and cause, never a credential, a path or content: fit for a status. */
public final class OutboundException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String reason;
    private final boolean sent;

    /**
     * One of a call of which nothing was sent.
     *
     * @param reason what happened, for people: a sentence without its full stop
     */
    public OutboundException(Kind kind, String reason) {
        this(kind, reason, false);
    }

    /** @param sent whether the provider may have got the request */
    OutboundException(Kind kind, String reason, boolean sent) {
        super(reason);
        this.kind = kind;
        this.reason = reason;
        this.sent = sent;
    }

    /** What went wrong with a provider that was called, for people: the end of a sentence. */
    public static String why(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof OutboundException known)) {
            return "the connection to the provider broke";
        }
        return switch (known.kind()) {
            case TIMEOUT -> "the provider did not answer in time";
            case CONNECT -> "the provider does not accept connections";
            case UNRESOLVED -> "the provider's host name is not known";
            case BROKEN -> "the connection to the provider broke";
            // Of what stands between, the name helps.
            case UNSENDABLE, DENIED, PROXY, TLS -> known.reason();
        };
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** Whether the provider may have got the request; false = it has not, for sure. */
    public boolean sent() {
        return sent;
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
