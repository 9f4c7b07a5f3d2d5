package io.ninerouter.gateway.translate;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.AnswerWatch;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.frame.ByteSink;
import io.ninerouter.gateway.frame.SseEvent;
import io.ninerouter.gateway.frame.SseParser;
import io.ninerouter.gateway.tokens.AnswerNotes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Caller and provider speak one dialect: the bytes go out as they came, this reads along. What cannot be read stops the
 * reading, never the bytes: an event that is no JSON is passed over, a frame beyond the bound ends the reading.
 */
public final class PassThroughPipe implements ResponsePipe, ByteSink {
    /** Longest event that is read along; a longer one still goes out. */
    static final int MAX_EVENT = 16 << 20;

    private static final byte[] NOTHING = {};
    private static final byte[] BREAK = "\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Framing framing;
    private final AnswerWatch watch;
    private final @Nullable AnswerNotes notes;
    private final SseParser events = new SseParser(MAX_EVENT, this::event);
    private final ByteSink bytes;
    private @Nullable String unreadable;
    private boolean readable = true;
    private boolean meaningful;
    private long tapped;
    private final List<Cut> usageAlone = new ArrayList<>(1);

    /** A pipe for one answer. */
    public PassThroughPipe(Dialect dialect, Framing framing) {
        this(dialect, framing, null);
    }

    /**
     * A pipe for one answer.
     *
     * @param notes taken along the way; null = none
     */
    public PassThroughPipe(Dialect dialect, Framing framing, @Nullable AnswerNotes notes) {
        this.notes = notes;
        this.framing = framing;
        this.watch = Dialects.watch(dialect, framing);
        this.bytes = framing == Framing.SSE ? events : this::body;
    }

    /** Reads the bytes that are being forwarded. */
    @Override
    public void feed(byte[] data, int from, int to) {
        tapped += to - from;
        if (!readable) {
            return;
        }
        try {
            bytes.feed(data, from, to);
        } catch (IllegalArgumentException e) {
            stop(e);
        }
    }

    /** Up to where in the stream it is known what its events tell. */
    public long settled() {
        return readable && framing == Framing.SSE ? events.settled() : tapped;
    }

    /** Where the events stand that told of the usage alone, in order; each is told once. */
    public List<Cut> takeUsageAlone() {
        if (usageAlone.isEmpty()) {
            return List.of();
        }
        List<Cut> taken = List.copyOf(usageAlone);
        usageAlone.clear();
        return taken;
    }

    private void body(byte[] data, int from, int to) {
        if (notes != null) {
            if (watch.body(data, from, to, notes.along())) {
                return;
            }
            notes.body(data, from, to);
        }
        watch.body(data, from, to);
    }

    private void event(SseEvent event) {
        try {
            read(event);
            meaningful = watch.meaningful();
            if (watch.toldUsageAlone()) {
                usageAlone.add(new Cut(events.eventFrom(), events.eventTo()));
            }
        } catch (IllegalArgumentException e) {
            unreadable = e.getMessage();
        }
    }

    private void read(SseEvent event) {
        String name = event.name();
        byte[] data = event.bytes();
        if (notes != null) {
            if (watch.event(name, data, event.from(), event.to(), notes.along())) {
                return;
            }
            notes.event(data, event.from(), event.to());
        }
        watch.event(name, data, event.from(), event.to());
    }

    private void stop(IllegalArgumentException cause) {
        readable = false;
        unreadable = cause.getMessage();
    }

    @Override
    public void end() {
        if (readable && framing == Framing.SSE) {
            events.finish();
        }
    }

    @Override
    public @Nullable Usage usage() {
        return watch.usage();
    }

    /** {@inheritDoc} What stands in an event that is cut is no beginning: another target can still give a whole one. */
    @Override
    public boolean firstMeaningful() {
        return framing == Framing.SSE ? meaningful : watch.meaningful();
    }

    @Override
    public boolean finished() {
        return watch.finished();
    }

    @Override
    public boolean concluded() {
        return framing != Framing.UNARY && watch.concluded();
    }

    @Override
    public @Nullable ApiError inStreamError() {
        return watch.error();
    }

    @Override
    public boolean readable() {
        return readable;
    }

    /** Why the answer, or the last event of it that could not be read, was not understood; null when all was. */
    public @Nullable String unreadable() {
        return unreadable;
    }

    /** {@inheritDoc} A stream that was cut within an event first gets the blank line that ends it. */
    @Override
    public byte[] failure(ApiError error, @Nullable String requestId) {
        byte[] last = framing == Framing.UNARY ? NOTHING : watch.failure(error, requestId);
        if (framing != Framing.SSE || events.betweenEvents()) {
            return last;
        }
        byte[] broken = new byte[BREAK.length + last.length];
        System.arraycopy(BREAK, 0, broken, 0, BREAK.length);
        System.arraycopy(last, 0, broken, BREAK.length, last.length);
        return broken;
    }

    @Override
    public byte[] keepAlive() {
        return switch (framing) {
            case UNARY -> NOTHING;
            case SSE -> readable && events.betweenEvents() ? watch.ping() : NOTHING;
            case JSON_ARRAY -> readable ? watch.ping() : NOTHING;
            case EVENT_STREAM, CONNECT, LINES -> throw framing.notClients();
        };
    }
}
