package io.ninerouter.gateway.translate;

import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Usage;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Caller and provider speak one dialect: the bytes go out as they came, this reads along. What cannot be read stops the
 * reading, never the bytes.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class PassThroughPipe implements ResponsePipe {

    /** A pipe for one answer. */
    public PassThroughPipe(Dialect dialect, Framing framing) {}

    /** Reads the bytes that are being forwarded; leaves the buffer's position alone and keeps no reference to it. */
    public void tap(ByteBuffer view) {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public void end() {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public @Nullable Usage usage() {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public boolean firstMeaningful() {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public boolean finished() {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public @Nullable ApiError inStreamError() {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public boolean readable() {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public byte[] failure(ApiError error, @Nullable String requestId) {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public byte[] keepAlive() {
        throw new UnsupportedOperationException("not built yet");
    }
}
