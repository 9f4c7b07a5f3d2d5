package io.ninerouter.gateway.chat;

import io.ninerouter.gateway.frame.JsonHandler;
import org.jspecify.annotations.Nullable;

/**
 * Reads one provider answer as it passes by, in one dialect, and keeps what the gateway must know of it. An answer comes
 * either as events (SSE) or as one JSON text (unary, or Gemini's array of chunks), never as both.
 *
 * <p>One instance per answer; not thread-safe. Bytes are only read during the call.
 */
public interface AnswerWatch {

    /**
     * One event. A watch can go on after one that it could not read.
     *
     * @param name its {@code event} field, empty when it has none
     * @param data bytes that hold its data
     * @param from first byte of the data
     * @param to one after the last byte of the data
     * @throws IllegalArgumentException when the data cannot be read
     */
    void event(String name, byte[] data, int from, int to);

    /**
     * The same, with another who looks for something else in the same walk through it: walks are most of what reading along costs.
     *
     * @param along told of its members; the same one each time
     * @return false when that cannot be done now: then nothing was read, and nobody told
     */
    default boolean event(String name, byte[] data, int from, int to, JsonHandler along) {
        return false;
    }

    /**
     * The next bytes of a JSON answer.
     *
     * @throws IllegalArgumentException when they cannot be read; the watch is of no further use
     */
    void body(byte[] data, int from, int to);

    /**
     * The same, with another who looks along as in {@link #event(String, byte[], int, int, JsonHandler)}; for all of an answer or
     * for nothing of it.
     */
    default boolean body(byte[] data, int from, int to, JsonHandler along) {
        return false;
    }

    /** Tokens as last reported; null when nothing was. */
    @Nullable
    Usage usage();

    /** Whether anything was said that a caller would miss: more than greetings, pings and empty pieces. */
    boolean meaningful();

    /** Whether the dialect's own end was seen: without it an answer was cut. */
    boolean finished();

    /**
     * Whether nothing can follow any more. A reason to end is not the last word where usage or a marker comes after it: who
     * stopped listening there would lose both.
     */
    default boolean concluded() {
        return finished() || error() != null;
    }

    /** Whether the last event told how many tokens were used, and nothing else. */
    default boolean toldUsageAlone() {
        return false;
    }

    /** The error that came inside the answer; null when none did. */
    @Nullable
    ApiError error();

    /**
     * What ends the stream after an error of ours in the middle of it, to be sent between two events (or elements): the
     * dialect's error event. Empty when the answer is one JSON text: there is no place for an error in it.
     *
     * @param requestId named where the dialect has a place for it
     */
    byte[] failure(ApiError error, @Nullable String requestId);

    /** What keeps a silent stream open, to be sent between two events; empty when nothing can be sent now. */
    byte[] ping();
}
