package io.ninerouter.gateway.translate;

import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.StreamEvent;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.codec.DialectCodec;
import io.ninerouter.gateway.codec.EventWriter;
import io.ninerouter.gateway.codec.Exchange;
import io.ninerouter.gateway.json.ByteBuilder;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The client wants a stream of another dialect than the provider's; what the provider sends may itself be one piece. */
public final class TranslatingPipe implements TranslatedPipe {
    private final ByteBuilder out = new ByteBuilder(1 << 10);
    private final Consumer<StreamEvent> encoder;
    private final AnswerProgress progress;
    private final ProviderReader reader;

    /**
     * A pipe for one answer.
     *
     * @param provided framing of the provider's answer: {@link Framing#UNARY} or {@link Framing#SSE}
     * @param wanted framing towards the client: {@link Framing#SSE} or {@link Framing#JSON_ARRAY}
     */
    TranslatingPipe(DialectCodec client, DialectCodec provider, Exchange exchange, Framing provided, Framing wanted) {
        EventWriter events = wanted == Framing.SSE ? EventWriter.sse(out) : EventWriter.jsonArray(out);
        this.encoder = client.newStreamEncoder(exchange, events);
        this.progress = new AnswerProgress(encoder);
        this.reader = new ProviderReader(provider, exchange, provided, progress);
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
            encoder.accept(new StreamEvent.Failed(error));
        }
        return drain();
    }

    /** {@inheritDoc} What was not drained yet comes first. */
    @Override
    public byte[] keepAlive() {
        if (!progress.finished()) {
            encoder.accept(new StreamEvent.Heartbeat());
        }
        return drain();
    }
}
