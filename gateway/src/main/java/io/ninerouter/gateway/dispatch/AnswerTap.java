package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.translate.Framing;
import io.ninerouter.gateway.translate.PassThroughPipe;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads along with an answer that passes. Only answers to {@link Action#GENERATE} have a known inside; others (token
 * counts, embeddings) are bytes.
 */
final class AnswerTap {
    private static final byte[] NOTHING = {};

    private final @Nullable PassThroughPipe pipe;
    private final Framing framing;

    private AnswerTap(@Nullable PassThroughPipe pipe, Framing framing) {
        this.pipe = pipe;
        this.framing = framing;
    }

    static AnswerTap of(Call.Question question, Framing framing) {
        boolean known = question.action() == Action.GENERATE;
        return new AnswerTap(known ? new PassThroughPipe(question.dialect(), framing) : null, framing);
    }

    void read(ByteBuf bytes) {
        if (pipe == null || !bytes.isReadable()) {
            return;
        }
        if (bytes.nioBufferCount() == 1) {
            pipe.tap(bytes.nioBuffer());
        } else {
            for (ByteBuffer part : bytes.nioBuffers()) {
                pipe.tap(part);
            }
        }
    }

    void end() {
        if (pipe != null) {
            pipe.end();
        }
    }

    @Nullable
    ApiError error() {
        return pipe == null ? null : pipe.inStreamError();
    }

    @Nullable
    Usage usage() {
        return pipe == null ? null : pipe.usage();
    }

    /** Whether a stream has said something worth sending; an answer in one piece is judged when it is complete. */
    boolean committable() {
        return pipe != null && framing != Framing.UNARY && (pipe.firstMeaningful() || !pipe.readable());
    }

    /** After {@link #end()}: whether something is missing for sure. */
    boolean cut() {
        return pipe != null && pipe.readable() && !pipe.finished();
    }

    byte[] failure(ApiError error, String requestId) {
        return pipe == null ? NOTHING : pipe.failure(error, requestId);
    }

    byte[] keepAlive() {
        return pipe == null ? NOTHING : pipe.keepAlive();
    }
}
