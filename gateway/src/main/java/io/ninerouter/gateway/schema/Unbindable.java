package io.ninerouter.gateway.schema;

/** Ends the making of a schema that the vendor has no words for. Without a stack trace: it is no fault. */
final class Unbindable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param why without any word of the schema */
    Unbindable(String why) {
        super(why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
