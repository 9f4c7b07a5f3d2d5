package io.ninerouter.gateway.chat;

/**
 * How the client wants the answer.
 *
 * @param stream as events
 * @param usage whether a stream should tell the usage, in dialects where that is asked for; true in the others
 */
public record Delivery(boolean stream, boolean usage) {
    /** In one piece. */
    public static final Delivery UNARY = new Delivery(false, true);
}
