package io.ninerouter.config;

/** A document of a release that is more than one ahead: it can be read, and not understood. */
public final class NewerFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * Names both formats.
     *
     * @param what whose format it is
     * @param expected those that this release reads
     */
    public NewerFormatException(String what, int format, String expected) {
        super(what + ": " + format + " (expected: " + expected + ")");
    }
}
