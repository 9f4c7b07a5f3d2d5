package io.ninerouter.bench.load;

import io.netty.buffer.ByteBuf;
import io.ninerouter.bench.Scenario;
import io.ninerouter.bench.wire.EventCounter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What has come of one answer: how much, and its end, for whoever asks why it was not right. Belongs to one event loop. */
final class Received {
    private static final int TAIL = 400;
    private static final String REQUEST_ID = "x-request-id:";

    private final Scenario scenario;
    private final EventCounter counter = new EventCounter();
    private final byte[] tail = new byte[TAIL];
    private String status = "";
    private String requestId = "";
    private int bytes;
    private int events;

    Received(Scenario scenario) {
        this.scenario = scenario;
    }

    /** The next answer begins. */
    void reset() {
        status = "";
        requestId = "";
        bytes = 0;
        events = 0;
    }

    void status(String line) {
        status = line;
    }

    void header(String line) {
        if (line.length() > REQUEST_ID.length() && line.regionMatches(true, 0, REQUEST_ID, 0, REQUEST_ID.length())) {
            requestId = line.substring(REQUEST_ID.length()).strip();
        }
    }

    /**
     * Bytes of the body.
     *
     * @return events that ended in them; 0 of what is no stream
     */
    int body(ByteBuf buffer, int index, int length) {
        keep(buffer, index, length);
        bytes += length;
        if (!scenario.stream()) {
            return 0;
        }
        counter.read(buffer, index, length);
        int arrived = counter.take();
        events += arrived;
        return arrived;
    }

    /** The last bytes stand in a ring, the next one at {@code bytes % TAIL}. */
    private void keep(ByteBuf buffer, int index, int length) {
        int kept = Math.min(length, TAIL);
        int from = (bytes + length - kept) % TAIL;
        int first = Math.min(kept, TAIL - from);
        buffer.getBytes(index + length - kept, tail, from, first);
        buffer.getBytes(index + length - kept + first, tail, 0, kept - first);
    }

    int events() {
        return events;
    }

    String requestId() {
        return requestId;
    }

    boolean isGood() {
        return status.startsWith("HTTP/1.1 200 ");
    }

    /** Whether all of a good answer is here. */
    boolean isWhole() {
        return scenario.stream()
                ? events == scenario.ask().events()
                : scenario.ask().isWhole(bytes);
    }

    /** How much of what has come. */
    String amount() {
        if (status.isEmpty()) {
            return "nothing";
        }
        String much = scenario.stream() && isGood() ? events + " events" : bytes + " bytes";
        return status + ", " + much;
    }

    /** The end of the body. */
    String tail() {
        int kept = Math.min(bytes, TAIL);
        byte[] last = new byte[kept];
        for (int i = 0; i < kept; i++) {
            last[i] = tail[(bytes - kept + i) % TAIL];
        }
        return new String(last, StandardCharsets.UTF_8);
    }

    /** All that is known, after so many milliseconds. */
    String told(long millis) {
        return String.format(Locale.ROOT, "%s, after %,d ms, ending in: %s", amount(), millis, tail());
    }
}
