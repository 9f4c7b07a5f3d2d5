package io.ninerouter.gateway.metrics;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * Writes request lines as JSON, many at a time, on a thread of its own: an event loop only hands an event over. When lines
 * come faster than they can be written the newest are dropped and counted; requests never wait for the log. Thread-safe.
 */
public final class RequestLogAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final int CAPACITY = 16_384;
    /** A line with bodies holds up to 16 KiB of them. */
    private static final int CAPACITY_WITH_BODIES = 512;

    private static final long PAUSE_NANOS = 20_000_000;

    private final BlockingQueue<ILoggingEvent> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong dropped = new AtomicLong();
    private final OutputStream out;
    private final Thread writer =
            Thread.ofPlatform().daemon().name("request-log").unstarted(this::run);

    /** @param out where lines go; written to by one thread, flushed after each batch */
    public RequestLogAppender(OutputStream out) {
        this.out = out;
    }

    @Override
    public void start() {
        super.start();
        writer.start();
    }

    /** Writes what waits, then ends. */
    @Override
    public void stop() {
        super.stop();
        LockSupport.unpark(writer);
        try {
            writer.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lines that were not written because too many came. */
    public long dropped() {
        return dropped.get();
    }

    @Override
    protected void append(ILoggingEvent event) {
        boolean full = hasBodies(event) && waiting.size() >= CAPACITY_WITH_BODIES;
        if (full || !waiting.offer(event)) {
            dropped.incrementAndGet();
        }
    }

    private static boolean hasBodies(ILoggingEvent event) {
        List<Marker> markers = event.getMarkerList();
        return markers != null && markers.contains(RequestLogger.BODIES);
    }

    private void run() {
        Queue<ILoggingEvent> batch = new ArrayDeque<>();
        StringBuilder text = new StringBuilder(1 << 14);
        Moments moments = new Moments();
        while (isStarted() || !waiting.isEmpty()) {
            if (waiting.drainTo(batch, 256) == 0) {
                // Nobody wakes this thread: a wake-up for each line would cost more than writing it.
                LockSupport.parkNanos(PAUSE_NANOS);
                continue;
            }
            text.setLength(0);
            for (ILoggingEvent event = batch.poll(); event != null; event = batch.poll()) {
                line(event, moments, text);
            }
            write(text);
        }
    }

    private void write(StringBuilder text) {
        try {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            addError("request log: not written", e);
        }
    }

    private static void line(ILoggingEvent event, Moments moments, StringBuilder out) {
        out.append("{\"@timestamp\":\"");
        moments.append(event.getTimeStamp(), out);
        out.append('"');
        JsonText.field("level", event.getLevel().toString(), out);
        JsonText.field("logger_name", event.getLoggerName(), out);
        JsonText.field("message", event.getFormattedMessage(), out);
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            for (KeyValuePair pair : pairs) {
                JsonText.field(pair.key, pair.value, out);
            }
        }
        out.append("}\n");
    }

    /** Writes moments in ISO 8601. What they have to the second is kept: lines come many in one. Not thread-safe. */
    static final class Moments {
        private long second = Long.MIN_VALUE;
        private String text = "";

        void append(long epochMillis, StringBuilder out) {
            long wanted = Math.floorDiv(epochMillis, 1_000L);
            if (wanted != second) {
                second = wanted;
                String whole = Instant.ofEpochSecond(wanted).toString();
                text = whole.substring(0, whole.length() - 1) + '.';
            }
            int millis = Math.floorMod(epochMillis, 1_000);
            out.append(text)
                    .append((char) ('0' + millis / 100))
                    .append((char) ('0' + millis / 10 % 10))
                    .append((char) ('0' + millis % 10))
                    .append('Z');
        }
    }

    /** The little JSON that a line needs. */
    static final class JsonText {
        private JsonText() {}

        /** A comma and a member; numbers and booleans as such, the rest as text; null is left out. */
        static void field(String name, @Nullable Object value, StringBuilder out) {
            if (value == null) {
                return;
            }
            out.append(",\"").append(name).append("\":");
            if (value instanceof Number || value instanceof Boolean) {
                out.append(value instanceof BigDecimal money ? money.toPlainString() : value.toString());
                return;
            }
            out.append('"');
            escape(value.toString(), out);
            out.append('"');
        }

        private static void escape(String text, StringBuilder out) {
            int copied = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                // A lone surrogate has no UTF-8; two escapes read as the pair that they are.
                boolean coded = c < ' ' || Character.isSurrogate(c);
                if (coded || c == '"' || c == '\\') {
                    out.append(text, copied, i).append(coded ? String.format("\\u%04x", (int) c) : "\\" + c);
                    copied = i + 1;
                }
            }
            out.append(text, copied, text.length());
        }
    }
}
