package io.ninerouter.config;

/** A document of a release that is more than one ahead: it can be read, and not understood. */
public final class NewerFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * Names both formats.
     *
     * @param what whose format it is
     * @param newest that this release reads
     */
    public NewerFormatException(String what, int format, int newest) {
        super(what + ": " + format + " (expected: up to " + newest + ")");
    }
}
