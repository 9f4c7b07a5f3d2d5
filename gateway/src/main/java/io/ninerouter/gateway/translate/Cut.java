package io.ninerouter.gateway.translate;

/**
 * Bytes of a stream that are not for the caller.
 *
 * @param from the first, counted from the stream's start
 * @param to one after the last
 */
public record Cut(long from, long to) {
    public Cut {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("cut: " + from + " to " + to + " (expected: 0 <= from <= to)");
        }
    }
}
