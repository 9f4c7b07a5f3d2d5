package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.ninerouter.config.Dialect;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.Usage;
import io.ninerouter.gateway.json.BadJsonException;
import io.ninerouter.gateway.json.ByteBuilder;
import io.ninerouter.gateway.tokens.AnswerNotes;
import io.ninerouter.gateway.tokens.TokenCounts;
import org.jspecify.annotations.Nullable;

/** A count in one dialect is told in another. */
final class CountReading implements Reading {
    private static final int MAX_BYTES = 64 << 10;
    private static final byte[] NOTHING = {};

    private final Dialect provider;
    private final Dialect client;
    private final ByteBuilder answer = new ByteBuilder(256);
    private @Nullable ApiError error;

    CountReading(Dialect provider, Dialect client) {
        this.provider = provider;
        this.client = client;
    }

    @Override
    public @Nullable ByteBuf read(ByteBuf bytes) {
        if (answer.length() + bytes.readableBytes() > MAX_BYTES) {
            error = ApiError.of(ApiError.Kind.UPSTREAM, "count: over " + MAX_BYTES + " bytes (expected: a number)");
        } else {
            answer.append(ByteBufUtil.getBytes(bytes));
        }
        return null;
    }

    @Override
    public @Nullable ByteBuf end() {
        try {
            return Unpooled.wrappedBuffer(TokenCounts.encode(client, TokenCounts.answered(provider, answer.take())));
        } catch (BadJsonException e) {
            error = ApiError.of(ApiError.Kind.UPSTREAM, "the provider's count cannot be read: " + e.getMessage());
            return null;
        }
    }

    @Override
    public boolean finished() {
        return false;
    }

    @Override
    public @Nullable AnswerNotes notes() {
        return null;
    }

    @Override
    public @Nullable ApiError error() {
        return error;
    }

    @Override
    public boolean untold() {
        return error != null;
    }

    @Override
    public @Nullable Usage usage() {
        return null;
    }

    @Override
    public boolean committable() {
        return false;
    }

    @Override
    public boolean concluded() {
        return false;
    }

    @Override
    public boolean cut() {
        return false;
    }

    @Override
    public HttpHeaders headers(HttpHeaders provider) {
        HttpHeaders headers = Headers.toCaller(provider);
        headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        return headers;
    }

    @Override
    public byte[] failure(ApiError error, String requestId) {
        return NOTHING;
    }

    @Override
    public byte[] keepAlive() {
        return NOTHING;
    }
}
