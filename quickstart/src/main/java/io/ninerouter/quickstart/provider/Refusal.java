package io.ninerouter.quickstart.provider;

/** A request that gets an error of its dialect instead of an answer. The message is for the caller. */
final class Refusal extends RuntimeException {
    private final int status;

    Refusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** A request that is wrong in itself. */
    static Refusal badRequest(String message) {
        return new Refusal(400, message);
    }

    /** The HTTP status. */
    int status() {
        return status;
    }

    /** What to tell the caller. */
    String text() {
        String message = getMessage();
        return message == null ? "request refused" : message;
    }
}
