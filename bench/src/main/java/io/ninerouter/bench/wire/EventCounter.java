package io.ninerouter.bench.wire;

import io.netty.buffer.ByteBuf;

/** Counts server-sent events by the empty lines after them, however the bytes are cut. Not thread-safe. */
public final class EventCounter {
    private boolean atLineStart;
    private int events;

    /** Reads {@code length} bytes from {@code index}; moves no index. Carriage returns are skipped. */
    public void read(ByteBuf buffer, int index, int length) {
        for (int at = index; at < index + length; at++) {
            byte octet = buffer.getByte(at);
            if (octet == '\n') {
                if (atLineStart) {
                    events++;
                    atLineStart = false;
                } else {
                    atLineStart = true;
                }
            } else if (octet != '\r') {
                atLineStart = false;
            }
        }
    }

    /** Events since the last call. */
    public int take() {
        int taken = events;
        events = 0;
        return taken;
    }
}
