package io.ninerouter.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.ninerouter.gateway.chat.ApiError;
import io.ninerouter.gateway.chat.ApiError.Kind;
import io.ninerouter.gateway.dispatch.ByteFeed;
import io.ninerouter.gateway.dispatch.Call;
import io.ninerouter.gateway.frame.MalformedFrameException;
import io.ninerouter.gateway.frame.RequestScanner;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Operators;

/** Collects a request body while scanning it; gives up at the first byte that makes it useless. */
final class BodyReader implements CoreSubscriber<ByteBuf> {
    private final MonoSink<Call.Body> sink;
    private final ByteBufAllocator alloc;
    private final long max;
    private final RequestScanner scanner = new RequestScanner();
    private @Nullable Subscription source;
    private @Nullable ByteBuf first;
    private @Nullable CompositeByteBuf all;
    private long length;
    private boolean over;

    private BodyReader(MonoSink<Call.Body> sink, ByteBufAllocator alloc, long max) {
        this.sink = sink;
        this.alloc = alloc;
        this.max = max;
    }

    /**
     * Reads a body.
     *
     * @param source buffers that are valid while they are handed over
     * @param max bytes
     * @return the body, which passes to the receiver; or a {@link RefusedException} that says what is wrong with it
     */
    static Mono<Call.Body> read(Publisher<ByteBuf> source, ByteBufAllocator alloc, long max) {
        return Mono.create(sink -> {
            BodyReader reader = new BodyReader(sink, alloc, max);
            sink.onCancel(reader::cancel);
            source.subscribe(reader);
        });
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (Operators.validate(source, subscription)) {
            source = subscription;
            subscription.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(ByteBuf bytes) {
        if (over) {
            return;
        }
        length += bytes.readableBytes();
        if (length > max) {
            refuse(tooLarge(max));
            return;
        }
        try {
            if (bytes.isReadable()) {
                ByteFeed.feed(bytes, scanner);
                keep(bytes.retain());
            }
        } catch (MalformedFrameException e) {
            refuse(malformed(e));
        }
    }

    @Override
    public void onError(Throwable cause) {
        if (!over) {
            over = true;
            release();
            sink.error(cause);
        }
    }

    @Override
    public void onComplete() {
        if (over) {
            return;
        }
        over = true;
        try {
            Call.Body body = new Call.Body(taken(), scanner.finish());
            sink.success(body);
        } catch (MalformedFrameException e) {
            release();
            sink.error(new RefusedException(malformed(e)));
        }
    }

    static ApiError tooLarge(long max) {
        return ApiError.of(Kind.TOO_LARGE, "body: over the limit (expected: at most " + max + " bytes)");
    }

    private static ApiError malformed(MalformedFrameException e) {
        return ApiError.of(Kind.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }

    private void keep(ByteBuf bytes) {
        if (first == null) {
            first = bytes;
            return;
        }
        if (all == null) {
            all = alloc.compositeBuffer(Integer.MAX_VALUE).addComponent(true, first);
        }
        all.addComponent(true, bytes);
    }

    private ByteBuf taken() {
        return all != null ? all : first != null ? first : Unpooled.EMPTY_BUFFER;
    }

    private void refuse(ApiError error) {
        cancel();
        sink.error(new RefusedException(error));
    }

    private void cancel() {
        if (over) {
            return;
        }
        over = true;
        if (source != null) {
            source.cancel();
        }
        release();
    }

    private void release() {
        taken().release();
        first = null;
        all = null;
    }

    /** The request is at fault. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient ApiError error;

        RefusedException(ApiError error) {
            super(error.message(), null, false, false);
            this.error = error;
        }

        ApiError error() {
            return error;
        }
    }
}
