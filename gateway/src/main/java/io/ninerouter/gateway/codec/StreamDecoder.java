package io.ninerouter.gateway.codec;

/**
 * Reads one streamed answer of a provider. One instance per answer; not thread-safe.
 *
 * <p>Lenient: an unknown event becomes an Opaque, an odd field is passed over. What it tells keeps the grammar of
 * {@link io.ninerouter.gateway.chat.StreamEvent} whatever comes in.
 */
public interface StreamDecoder {

    /**
     * One server-sent event.
     *
     * @param name its {@code event} field, empty when it has none
     * @param data bytes that hold its data; valid during the call only, so what is kept is copied
     * @param from first byte of the data
     * @param to one after the last byte of the data
     * @throws io.ninerouter.gateway.json.BadJsonException when the data cannot be read; the decoder is of no further use
     */
    void event(String name, byte[] data, int from, int to);

    /**
     * A comment, or anything else that shows the provider to be alive; by default nothing is made of it.
     */
    default void alive() {}

    /** Whether an error was read that is not told yet: only its usage may still come. */
    default boolean failing() {
        return false;
    }

    /**
     * The body has ended. Tells Ended when the answer was complete (its end marker or its last stop reason was seen) and
     * was not told yet; otherwise closes what is open and tells Failed.
     */
    void end();
}
