package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.translate.Framing;
import io.ninerouter.gateway.translate.PassThroughPipe;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes go out as they came, and are read along. Only answers to {@link Action#GENERATE} have a known inside; others
 * (token counts, embeddings) are bytes.
 */
final class Passing implements Reading {
    private static final byte[] NOTHING = {};

    private final @Nullable PassThroughPipe pipe;
    private final Framing framing;

    private Passing(@Nullable PassThroughPipe pipe, Framing framing) {
        this.pipe = pipe;
        this.framing = framing;
    }

    static Passing of(Call.Question question, Framing framing) {
        boolean known = question.action() == Action.GENERATE;
        return new Passing(known ? new PassThroughPipe(question.dialect(), framing) : null, framing);
    }

    @Override
    public ByteBuf read(ByteBuf bytes) {
        if (pipe != null && bytes.isReadable()) {
            if (bytes.nioBufferCount() == 1) {
                pipe.tap(bytes.nioBuffer());
            } else {
                for (ByteBuffer part : bytes.nioBuffers()) {
                    pipe.tap(part);
                }
            }
        }
        return bytes.retain();
    }

    @Override
    public @Nullable ByteBuf end() {
        if (pipe != null) {
            pipe.end();
        }
        return null;
    }

    @Override
    public @Nullable ApiError error() {
        return pipe == null ? null : pipe.inStreamError();
    }

    @Override
    public boolean untold() {
        return false;
    }

    @Override
    public @Nullable Usage usage() {
        return pipe == null ? null : pipe.usage();
    }

    @Override
    public boolean committable() {
        return pipe != null && framing != Framing.UNARY && (pipe.firstMeaningful() || !pipe.readable());
    }

    @Override
    public boolean concluded() {
        return pipe != null && pipe.concluded();
    }

    @Override
    public boolean cut() {
        return pipe != null && pipe.readable() && !pipe.finished();
    }

    @Override
    public HttpHeaders headers(HttpHeaders provider) {
        return Headers.toCaller(provider);
    }

    @Override
    public byte[] failure(ApiError error, String requestId) {
        return pipe == null ? NOTHING : pipe.failure(error, requestId);
    }

    @Override
    public byte[] keepAlive() {
        return pipe == null ? NOTHING : pipe.keepAlive();
    }
}
