package io.ninerouter.gateway.translate;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.tokens.AnswerNotes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The client wants a stream of another dialect than the provider's; what the provider sends may itself be one piece. */
public final class TranslatingPipe implements TranslatedPipe {
    private final CallerEnd caller;
    private final AnswerProgress progress;
    private final ProviderReader reader;

    /**
     * A pipe for one answer.
     *
     * @param provided framing of the provider's answer: {@link Framing#UNARY} or {@link Framing#SSE}
     */
    TranslatingPipe(CallerEnd caller, DialectCodec provider, Exchange exchange, Framing provided) {
        this.caller = caller;
        this.progress = new AnswerProgress(caller);
        this.reader = new ProviderReader(provider, exchange, provided, progress);
    }

    @Override
    public void follow(AnswerNotes notes) {
        progress.follow(notes);
    }

    @Override
    public void feed(ByteBuffer chunk) {
        reader.feed(chunk);
    }

    @Override
    public void end() {
        reader.end();
    }

    @Override
    public byte[] drain() {
        return caller.take(progress.error() == null);
    }

    @Override
    public @Nullable Usage usage() {
        return progress.usage();
    }

    @Override
    public boolean firstMeaningful() {
        return progress.meaningful();
    }

    @Override
    public boolean finished() {
        return progress.finished();
    }

    @Override
    public boolean concluded() {
        return progress.finished() || progress.error() != null || reader.failing();
    }

    @Override
    public @Nullable ApiError inStreamError() {
        return progress.error();
    }

    @Override
    public boolean readable() {
        return reader.readable();
    }

    /** {@inheritDoc} What was not drained yet comes first. */
    @Override
    public byte[] failure(ApiError error, @Nullable String requestId) {
        if (!progress.finished()) {
            caller.accept(new StreamEvent.Failed(error));
        }
        return drain();
    }

    /** {@inheritDoc} What was not drained yet comes first. */
    @Override
    public byte[] keepAlive() {
        if (!progress.finished()) {
            caller.accept(new StreamEvent.Heartbeat());
        }
        return drain();
    }
}
