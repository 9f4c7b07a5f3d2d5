package io.ninerouter.gateway.json;

/** JSON that cannot be read or is not what was expected. The message says where and what was expected, and quotes nothing. */
public final class BadJsonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With a message of the form {@code where: what (expected: …)}. */
    public BadJsonException(String message) {
        super(message);
    }
}
