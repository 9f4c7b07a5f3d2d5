package io.ninerouter.gateway.frame;

/**
 * Told of the members of entered objects. The outermost object is entered; when the text is an array, its elements are.
 */
public interface JsonHandler {
    /**
     * The name of a member.
     *
     * @param depth entered objects around it, 1 for the outermost; at most {@value Containers#MAX_ENTERED}
     * @param position of the name's opening quote in the text
     * @param data bytes that hold the raw name, without quotes, only during the call
     */
    Want member(int depth, long position, byte[] data, int from, int to);

    /** The raw bytes of a value that was to be captured, quotes and brackets included, only during the call. */
    default void value(int depth, byte[] data, int from, int to) {}

    /** The value of the last member of that depth has ended: it was at {@code from} to {@code to} of the text. */
    default void end(int depth, long from, long to) {}

    /** What to do with the value of a member. */
    enum Want {
        /** Pass over it. */
        SKIP,
        /** Hand over its bytes. */
        CAPTURE,
        /** If it is an object, tell of its members. */
        ENTER,
        /** If it is an array, tell of the members of those elements that are objects. */
        ENTER_ELEMENTS
    }
}
