package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.codec.Losses;
import io.ninerouter.gateway.tokens.AnswerNotes;
import io.ninerouter.gateway.translate.Framing;
import io.ninerouter.gateway.translate.Story;
import io.ninerouter.gateway.translate.TranslatedPipe;
import io.ninerouter.gateway.translate.Translation;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The answer is told again in the caller's dialect, or in the framing that the caller asked for. */
final class Translating implements Reading {
    private final TranslatedPipe pipe;
    private final Framing wanted;
    private final Losses losses;
    private final @Nullable Story story;
    private @Nullable AnswerNotes notes;

    /**
     * For one answer. What was dropped before it begins is named in its head.
     *
     * @param wanted how the caller gets it
     * @param story that the answer is a part of; null = it stands alone
     */
    Translating(TranslatedPipe pipe, Framing wanted, Losses losses, @Nullable Story story) {
        this.pipe = pipe;
        this.wanted = wanted;
        this.losses = losses;
        this.story = story;
    }

    /**
     * For an answer that stands alone.
     *
     * @param provided how it comes
     * @param wanted how the caller gets it
     */
    static Translating of(Translation translation, Exchange exchange, Framing provided, Framing wanted) {
        return new Translating(translation.pipe(exchange, provided, wanted), wanted, exchange.losses(), null);
    }

    /** The same; notes are taken along the way. */
    Translating noting(@Nullable AnswerNotes taken) {
        notes = taken;
        if (taken != null) {
            pipe.follow(taken);
        }
        return this;
    }

    @Override
    public @Nullable ByteBuf read(ByteBuf bytes) {
        if (!bytes.isReadable()) {
            return null;
        }
        if (bytes.nioBufferCount() == 1) {
            pipe.feed(bytes.nioBuffer());
        } else {
            for (ByteBuffer part : bytes.nioBuffers()) {
                pipe.feed(part);
            }
        }
        return drained();
    }

    @Override
    public @Nullable ByteBuf end() {
        pipe.end();
        return drained();
    }

    private @Nullable ByteBuf drained() {
        byte[] ready = pipe.drain();
        return ready.length == 0 ? null : Unpooled.wrappedBuffer(ready);
    }

    @Override
    public @Nullable ApiError error() {
        return pipe.inStreamError();
    }

    @Override
    public boolean untold() {
        return pipe.inStreamError() != null;
    }

    @Override
    public @Nullable Usage usage() {
        return pipe.usage();
    }

    @Override
    public boolean finished() {
        return pipe.finished();
    }

    @Override
    public @Nullable AnswerNotes notes() {
        return notes;
    }

    @Override
    public boolean committable() {
        return wanted != Framing.UNARY && pipe.firstMeaningful();
    }

    @Override
    public boolean concluded() {
        return pipe.concluded();
    }

    @Override
    public boolean cut() {
        return !pipe.finished();
    }

    @Override
    public @Nullable Story unfinished() {
        return story != null && story.canGoOn() ? story : null;
    }

    @Override
    public HttpHeaders headers(HttpHeaders provider) {
        HttpHeaders headers = Headers.toCaller(provider);
        headers.remove(HttpHeaderNames.CONTENT_ENCODING);
        headers.set(HttpHeaderNames.CONTENT_TYPE, wanted.contentType());
        Headers.dropped(losses, headers);
        return headers;
    }

    @Override
    public byte[] failure(ApiError error, String requestId) {
        return pipe.failure(error, requestId);
    }

    @Override
    public byte[] keepAlive() {
        return pipe.keepAlive();
    }
}
