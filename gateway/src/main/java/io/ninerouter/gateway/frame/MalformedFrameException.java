package io.ninerouter.gateway.frame;

/** Bytes that are not what they should be. The message says where and what was expected, without quoting content. */
public final class MalformedFrameException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With a message of the form {@code what (expected: …)}. */
    public MalformedFrameException(String message) {
        super(message);
    }
}
