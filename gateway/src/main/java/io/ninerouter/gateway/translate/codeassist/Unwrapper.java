package io.ninerouter.gateway.translate.codeassist;

import io.ninerouter.gateway.frame.JsonHandler;
import io.ninerouter.gateway.frame.JsonScan;
import io.ninerouter.gateway.frame.JsonText;

/**
 * Finds what is in the envelope of an answer, {@code {"response":{…},"traceId":"…"}}, without building anything: the last
 * {@code response} that is an object. Where there is none (an error, or an answer that came without an envelope) all of it
 * is what is inside. Reused from event to event; not thread-safe.
 */
public final class Unwrapper implements JsonHandler {
    private static final int MAX_NAME = 256;

    private final JsonScan scan = new JsonScan(this, MAX_NAME);
    private byte[] data = {};
    private int base;
    private boolean response;
    private boolean says;
    private int from;
    private int to;

    /**
     * Looks into one JSON text.
     *
     * @throws io.ninerouter.gateway.frame.MalformedFrameException when it is none
     */
    public void open(byte[] text, int start, int end) {
        data = text;
        base = start;
        from = start;
        to = end;
        says = false;
        scan.whole(text, start, end);
        data = new byte[0];
    }

    /** Whether it says anything to a client: a {@code response}, an error, or an answer without an envelope. */
    public boolean says() {
        return says;
    }

    /** First byte of what is inside. */
    public int from() {
        return from;
    }

    /** One after its last byte. */
    public int to() {
        return to;
    }

    @Override
    public Want member(int depth, long position, byte[] name, int first, int last) {
        response = JsonText.same("response", name, first, last);
        says |= JsonText.same("error", name, first, last)
                || JsonText.same("candidates", name, first, last)
                || JsonText.same("promptFeedback", name, first, last);
        return Want.SKIP;
    }

    @Override
    public void end(int depth, long first, long last) {
        if (response && data[base + (int) first] == '{') {
            says = true;
            from = base + (int) first;
            to = base + (int) last;
        }
    }
}
