package io.ninerouter.gateway.frame;

/**
 * Takes a stream apart into its messages, wherever the bytes are cut. What a message is, depends on the framing. Not
 * thread-safe.
 *
 * <p>{@link #feed} throws {@link MalformedFrameException} when the bytes cannot be what they should be; the parser is of no
 * further use then.
 */
public interface FrameParser extends ByteSink {

    /**
     * The stream has ended.
     *
     * @return whether it ended between messages
     */
    boolean finish();
}
