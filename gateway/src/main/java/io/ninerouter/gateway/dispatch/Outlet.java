package io.ninerouter.gateway.dispatch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * The caller's end of an answer: keeps what has come until it is wanted, and hands it over on the call's event loop. Until
 * somebody subscribes everything is kept.
 */
final class Outlet extends Flux<ByteBuf> implements Subscription {
    private final EventLoop loop;
    private final Source source;
    private final Held held = new Held();

    private @Nullable CoreSubscriber<? super ByteBuf> caller;
    private @Nullable Throwable broken;
    private long demand;
    private boolean ended;
    private boolean draining;
    private boolean closed;

    Outlet(EventLoop loop, Source source) {
        this.loop = loop;
        this.source = source;
    }

    /** Takes a buffer over. */
    void add(ByteBuf buffer) {
        held.add(buffer);
    }

    /** Bytes that wait. */
    int bytes() {
        return held.bytes();
    }

    /** All that waits as one buffer, which passes to the caller of this method. */
    ByteBuf takeAll(ByteBufAllocator alloc) {
        return held.takeAll(alloc);
    }

    /** Buffers that the caller wants and has not got. */
    long demand() {
        return demand;
    }

    /** Whether something waits that the caller does not want yet. */
    boolean stalled() {
        return !held.isEmpty();
    }

    /** Nothing more will be added; null = a clean end as far as the transport is concerned. */
    void end(@Nullable Throwable cause) {
        ended = true;
        broken = cause;
        drain();
    }

    /** Lets go of everything; nothing more is handed over. */
    void close() {
        closed = true;
        held.release();
    }

    @Override
    public void subscribe(CoreSubscriber<? super ByteBuf> subscriber) {
        caller = subscriber;
        subscriber.onSubscribe(this);
    }

    @Override
    public void request(long n) {
        if (!loop.inEventLoop()) {
            loop.execute(() -> request(n));
            return;
        }
        demand = Operators.addCap(demand, n);
        drain();
    }

    @Override
    public void cancel() {
        if (!loop.inEventLoop()) {
            loop.execute(this::cancel);
            return;
        }
        if (!closed) {
            close();
            source.left();
        }
    }

    /** Hands over what waits as far as it is wanted, then asks for more, or ends. */
    void drain() {
        CoreSubscriber<? super ByteBuf> to = caller;
        if (draining || to == null || closed) {
            return;
        }
        draining = true;
        while (demand > 0 && !closed) {
            ByteBuf next = held.poll();
            if (next == null) {
                break;
            }
            demand--;
            to.onNext(next);
        }
        draining = false;
        if (closed) {
            return;
        }
        if (!ended) {
            source.wanted(demand);
        } else if (held.isEmpty()) {
            closed = true;
            if (broken == null) {
                to.onComplete();
            } else {
                to.onError(broken);
            }
        }
    }

    /** Where an answer comes from. */
    interface Source {
        /** The caller wants so many buffers more than it has got. */
        void wanted(long buffers);

        /** The caller has left. */
        void left();
    }
}
