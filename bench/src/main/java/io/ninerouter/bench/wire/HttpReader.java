package io.ninerouter.bench.wire;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Finds the ends of HTTP/1.1 messages in a stream of bytes, requests or responses, with a {@code content-length} or in
 * chunks, however they are cut. One for each connection; not thread-safe.
 *
 * <p>Every response must have a body length of its own: one that ends with its connection is not understood.
 */
public final class HttpReader {
    private static final int MAX_LINE = 65_536;

    /** Hears of the messages. */
    public interface Listener {
        /** A message begins: its first line. */
        void started(String line);

        /** A line of its head after the first. */
        default void header(String line) {}

        /** Bytes of the body: {@code length} of {@code buffer} from {@code index}. Must not move its indexes. */
        void body(ByteBuf buffer, int index, int length);

        /** The message is complete. */
        void ended();
    }

    private enum State {
        FIRST_LINE,
        HEADERS,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS
    }

    private final Listener listener;
    private final StringBuilder partial = new StringBuilder();
    private State state = State.FIRST_LINE;
    private boolean chunked;
    private long remaining;

    public HttpReader(Listener listener) {
        this.listener = listener;
    }

    /**
     * Reads all of a buffer; releases nothing.
     *
     * @throws IllegalArgumentException when this is no HTTP/1.1
     */
    public void read(ByteBuf buffer) {
        while (buffer.isReadable()) {
            if (state == State.BODY || state == State.CHUNK) {
                content(buffer);
            } else {
                line(buffer);
            }
        }
    }

    private void content(ByteBuf buffer) {
        int length = (int) Math.min(remaining, buffer.readableBytes());
        listener.body(buffer, buffer.readerIndex(), length);
        buffer.skipBytes(length);
        remaining -= length;
        if (remaining == 0) {
            if (state == State.CHUNK) {
                state = State.CHUNK_END;
            } else {
                end();
            }
        }
    }

    private void line(ByteBuf buffer) {
        int end = buffer.forEachByte(ByteProcessor.FIND_LF);
        int length = (end < 0 ? buffer.writerIndex() : end) - buffer.readerIndex();
        if (partial.length() + length > MAX_LINE) {
            throw new IllegalArgumentException("line: over " + MAX_LINE + " bytes (expected: at most that)");
        }
        partial.append(buffer.readCharSequence(length, StandardCharsets.ISO_8859_1));
        if (end < 0) {
            return;
        }
        buffer.skipBytes(1);
        int size = partial.length();
        if (size > 0 && partial.charAt(size - 1) == '\r') {
            partial.setLength(size - 1);
        }
        String line = partial.toString();
        partial.setLength(0);
        accept(line);
    }

    private void accept(String line) {
        switch (state) {
            case FIRST_LINE -> {
                chunked = false;
                remaining = 0;
                state = State.HEADERS;
                listener.started(line);
            }
            case HEADERS -> header(line);
            case CHUNK_SIZE -> chunkSize(line);
            case CHUNK_END -> state = State.CHUNK_SIZE;
            case TRAILERS -> {
                if (line.isEmpty()) {
                    end();
                }
            }
            case BODY, CHUNK -> throw new IllegalStateException("a body has no lines");
        }
    }

    private void header(String line) {
        if (!line.isEmpty()) {
            listener.header(line);
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                remaining = Long.parseLong(
                        lower.substring("content-length:".length()).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.endsWith("chunked");
            }
        } else if (chunked) {
            state = State.CHUNK_SIZE;
        } else if (remaining > 0) {
            state = State.BODY;
        } else {
            end();
        }
    }

    private void chunkSize(String line) {
        int extension = line.indexOf(';');
        remaining = Long.parseLong((extension < 0 ? line : line.substring(0, extension)).strip(), 16);
        state = remaining == 0 ? State.TRAILERS : State.CHUNK;
    }

    private void end() {
        state = State.FIRST_LINE;
        listener.ended();
    }
}
