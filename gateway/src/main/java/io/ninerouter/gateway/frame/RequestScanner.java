package io.ninerouter.gateway.frame;

import java.nio.ByteBuffer;

/**
 * Reads {@link RequestFacts} from a JSON request body, chunk by chunk, without a tree and without a copy.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class RequestScanner {
    /** Longest model name, in bytes of JSON. */
    public static final int MAX_MODEL_BYTES = 1_024;

    /** Longest affinity key, in bytes of JSON; longer ones are ignored. */
    public static final int MAX_AFFINITY_BYTES = 1_024;

    /**
     * The next bytes of the body; reads all that remain in the buffer and leaves its position alone.
     *
     * @throws MalformedFrameException when the body cannot become a JSON object any more
     */
    public void feed(ByteBuffer chunk) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** The same for bytes {@code from} to {@code to} of an array. */
    public void feed(byte[] data, int from, int to) {
        throw new UnsupportedOperationException("not built yet");
    }

    /**
     * The body has ended.
     *
     * @throws MalformedFrameException when it ended within the object
     */
    public RequestFacts finish() {
        throw new UnsupportedOperationException("not built yet");
    }
}
