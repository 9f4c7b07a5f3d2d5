package io.ninerouter.gateway.snapshot;

/**
 * A placeholder of a provider's address or headers has no value, or one that cannot stand there. The message names the
 * placeholder and never the value: facts may name people.
 */
public final class UnfilledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    UnfilledException(String message) {
        // Expected, and handled where the request is made: its stack would say nothing.
        super(message, null, false, false);
        this.reason = message;
    }

    /** What is wrong: the message. */
    public String reason() {
        return reason;
    }
}
