package io.ninerouter.gateway.loop;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.NonBlocking;
import reactor.netty.resources.LoopResources;

/**
 * Event loops on Linux's epoll whose channels tell the kernel once a turn what they wait for ({@link OnceATurn}). Accepting,
 * serving and asking providers is done by the same loops.
 */
public final class EdgeLoops implements LoopResources {
    private static final String NAME = "edge";

    private final EventLoopGroup loops;

    private EdgeLoops(EventLoopGroup loops) {
        this.loops = loops;
    }

    /** So many loops, on daemon threads; those of the platform where there is no epoll. */
    public static LoopResources create(int count) {
        return Epoll.isAvailable()
                ? new EdgeLoops(new MultiThreadIoEventLoopGroup(
                        count, threads(), OnceATurn.around(EpollIoHandler.newFactory())))
                : LoopResources.create(NAME, count, true);
    }

    private static ThreadFactory threads() {
        AtomicInteger number = new AtomicInteger();
        return task -> new Loop(task, NAME + "-epoll-" + number.incrementAndGet());
    }

    @Override
    public EventLoopGroup onServer(boolean useNative) {
        return loops;
    }

    @Override
    public boolean daemon() {
        return true;
    }

    @Override
    public boolean isDisposed() {
        return loops.isShuttingDown();
    }

    @Override
    public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
        return Mono.create(
                sink -> loops.shutdownGracefully(quietPeriod.toMillis(), timeout.toMillis(), TimeUnit.MILLISECONDS)
                        .addListener(over -> sink.success()));
    }

    /** Reactor lets nobody block on it. */
    private static final class Loop extends FastThreadLocalThread implements NonBlocking {
        Loop(Runnable task, String name) {
            super(task, name);
            setDaemon(true);
        }
    }
}
