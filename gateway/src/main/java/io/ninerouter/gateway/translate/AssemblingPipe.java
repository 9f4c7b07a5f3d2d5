package io.ninerouter.gateway.translate;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.CompletionFold;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.json.JsonWriter;
import io.ninerouter.gateway.tokens.AnswerNotes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The client wants one piece of another dialect than the provider's; what the provider sends may be a stream. */
public final class AssemblingPipe implements TranslatedPipe {
    private static final byte[] NOTHING = {};

    private final DialectCodec client;
    private final Exchange exchange;
    private final CompletionFold fold = new CompletionFold();
    private final AnswerProgress progress = new AnswerProgress(fold);
    private final ProviderReader reader;
    private boolean drained;

    /**
     * A pipe for one answer.
     *
     * @param provided framing of the provider's answer: {@link Framing#UNARY} or {@link Framing#SSE}
     */
    AssemblingPipe(DialectCodec client, DialectCodec provider, Exchange exchange, Framing provided) {
        this.client = client;
        this.exchange = exchange;
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

    /** {@inheritDoc} All of the answer, once it is complete. */
    @Override
    public byte[] drain() {
        if (drained || !progress.finished()) {
            return NOTHING;
        }
        drained = true;
        ByteBuilder out = new ByteBuilder(1 << 10);
        client.encodeCompletion(fold.result(), exchange, new JsonWriter(out));
        return out.take();
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

    @Override
    public byte[] failure(ApiError error, @Nullable String requestId) {
        return NOTHING;
    }

    @Override
    public byte[] keepAlive() {
        return NOTHING;
    }
}
