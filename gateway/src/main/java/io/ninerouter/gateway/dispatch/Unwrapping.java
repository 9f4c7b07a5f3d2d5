package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.frame.MalformedFrameException;
import io.ninerouter.gateway.frame.SseEvent;
import io.ninerouter.gateway.frame.SseParser;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.tokens.AnswerNotes;
import io.ninerouter.gateway.translate.Framing;
import io.ninerouter.gateway.translate.codeassist.Unwrapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An answer comes in an envelope, and what is in it is the caller's dialect: the inside of each event goes out byte for byte,
 * and is read along like any answer that passes. An answer in one piece is opened when it is all here; what cannot be opened
 * goes out as it is.
 */
final class Unwrapping implements Reading {
    /** Longest event, and longest answer in one piece. */
    private static final int MAX_BYTES = 64 << 20;

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BREAK = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    private final Passing inside;
    private final boolean events;
    private final SseParser parser = new SseParser(MAX_BYTES, this::event);
    private final Unwrapper envelope = new Unwrapper();
    private final ByteBuilder out = new ByteBuilder(1 << 10);
    private @Nullable ApiError unreadable;

    /**
     * For one answer.
     *
     * @param inside reads what is in the envelope
     * @param framing how both come: {@link Framing#SSE} or {@link Framing#UNARY}
     */
    Unwrapping(Passing inside, Framing framing) {
        this.inside = inside;
        this.events = framing == Framing.SSE;
    }

    @Override
    public @Nullable ByteBuf read(ByteBuf bytes) {
        if (unreadable != null || !bytes.isReadable()) {
            return null;
        }
        try {
            for (ByteBuffer part : bytes.nioBuffers()) {
                take(part);
            }
        } catch (MalformedFrameException e) {
            unreadable = ApiError.of(ApiError.Kind.UPSTREAM, "the provider's answer cannot be read: " + e.getMessage());
        }
        return events ? opened() : null;
    }

    private void take(ByteBuffer part) {
        if (events) {
            parser.feed(part);
            return;
        }
        if (out.length() + part.remaining() > MAX_BYTES) {
            throw new MalformedFrameException("answer: over " + MAX_BYTES + " bytes (expected: at most that)");
        }
        byte[] copy = new byte[part.remaining()];
        part.get(part.position(), copy);
        out.append(copy);
    }

    private void event(SseEvent event) {
        byte[] data = event.bytes();
        int from = event.from();
        int to = event.to();
        try {
            envelope.open(data, from, to);
            if (!envelope.says()) {
                return;
            }
            from = envelope.from();
            to = envelope.to();
        } catch (MalformedFrameException e) {
            // The caller gets what the provider said.
            from = event.from();
        }
        out.append(DATA);
        for (int i = from; i < to; i++) {
            // Several data lines were joined by line feeds, which would part them again.
            out.append(data[i] == '\n' ? ' ' : data[i]);
        }
        out.append(BREAK);
    }

    /** What has been opened, read along. */
    private @Nullable ByteBuf opened() {
        byte[] ready = out.take();
        return ready.length == 0 ? null : passed(Unpooled.wrappedBuffer(ready));
    }

    private ByteBuf passed(ByteBuf ready) {
        ByteBuf passing = inside.read(ready);
        ready.release();
        return passing;
    }

    @Override
    public @Nullable ByteBuf end() {
        ByteBuf last = unreadable != null ? null : events ? lastEvent() : whole();
        inside.end();
        return last;
    }

    private @Nullable ByteBuf lastEvent() {
        parser.finish();
        return opened();
    }

    private @Nullable ByteBuf whole() {
        byte[] body = out.take();
        if (body.length == 0) {
            return null;
        }
        int from = 0;
        int to = body.length;
        try {
            envelope.open(body, 0, body.length);
            if (!envelope.says()) {
                unreadable = ApiError.of(ApiError.Kind.UPSTREAM, "the provider's answer has nothing in it");
                return null;
            }
            from = envelope.from();
            to = envelope.to();
        } catch (MalformedFrameException e) {
            to = body.length;
        }
        return passed(Unpooled.wrappedBuffer(body, from, to - from));
    }

    @Override
    public @Nullable ApiError error() {
        return unreadable == null ? inside.error() : unreadable;
    }

    @Override
    public boolean untold() {
        return unreadable != null || inside.untold();
    }

    @Override
    public @Nullable Usage usage() {
        return inside.usage();
    }

    @Override
    public boolean finished() {
        return inside.finished();
    }

    @Override
    public @Nullable AnswerNotes notes() {
        return inside.notes();
    }

    @Override
    public boolean committable() {
        return inside.committable();
    }

    @Override
    public boolean concluded() {
        return unreadable != null || inside.concluded();
    }

    @Override
    public boolean cut() {
        return inside.cut();
    }

    @Override
    public HttpHeaders headers(HttpHeaders provider) {
        return inside.headers(provider);
    }

    @Override
    public byte[] failure(ApiError error, String requestId) {
        return inside.failure(error, requestId);
    }

    @Override
    public byte[] keepAlive() {
        return events ? inside.keepAlive() : NOTHING;
    }
}
