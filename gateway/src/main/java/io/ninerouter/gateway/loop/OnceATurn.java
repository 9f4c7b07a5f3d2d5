package io.ninerouter.gateway.loop;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the kernel what a channel waits for when the loop is about to ask for events, not each time that the channel changes its
 * mind. Each request of Reactor Netty stops its connection from reading and starts it again within one turn, on either side:
 * four system calls that come to nothing. Right only where readiness is told by level, as Netty's epoll does: what is ready is
 * told at the next turn whenever it became so. Used on its loop alone.
 *
 * <p>Keeps from a channel what was meant for another. The kernel tells of many descriptors at once, and Netty finds the channel of
 * each by its number: where one is closed and another one opened while they are gone through, the new one has the number of the old
 * one, and would be handed what is left of it. It would read before it is connected, which ends it ({@code NotYetConnectedException}),
 * or no longer hear of a hang-up. What a channel is told in the turn that it came in can only be that.
 */
final class OnceATurn implements IoHandler {
    private static final Logger LOG = LoggerFactory.getLogger(OnceATurn.class);

    private final IoHandler kernel;
    private final ThreadAwareExecutor loop;
    private final Queue<Wish> changed = new ArrayDeque<>();
    private long turn;
    private boolean turning;

    OnceATurn(IoHandler kernel, ThreadAwareExecutor loop) {
        this.kernel = kernel;
        this.loop = loop;
    }

    /** Handlers of these loops, each with one of the others inside. */
    static IoHandlerFactory around(IoHandlerFactory kernels) {
        return loop -> new OnceATurn(kernels.newHandler(loop), loop);
    }

    @Override
    public void initialize() {
        kernel.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        for (Wish wish = changed.poll(); wish != null; wish = changed.poll()) {
            wish.tell();
        }
        turn++;
        turning = true;
        try {
            return kernel.run(context);
        } finally {
            turning = false;
        }
    }

    @Override
    public void prepareToDestroy() {
        kernel.prepareToDestroy();
    }

    @Override
    public void destroy() {
        kernel.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        boolean cameInTurn = turning && handle instanceof EpollIoHandle;
        return new Wish(handle, kernel.register(cameInTurn ? new Newcomer((EpollIoHandle) handle, turn) : handle));
    }

    @Override
    public void wakeup() {
        kernel.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return kernel.isCompatible(handleType);
    }

    /** A channel that came while the events of a turn were gone through. */
    private final class Newcomer implements EpollIoHandle {
        private final EpollIoHandle channel;
        private final long came;

        Newcomer(EpollIoHandle channel, long came) {
            this.channel = channel;
            this.came = came;
        }

        @Override
        public FileDescriptor fd() {
            return channel.fd();
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            if (turn != came) {
                channel.handle(registration, event);
            }
        }

        @Override
        public void registered() {
            channel.registered();
        }

        @Override
        public void unregistered() {
            channel.unregistered();
        }

        @Override
        public void close() {
            OnceATurn.close(channel);
        }
    }

    private static void close(IoHandle handle) {
        try {
            handle.close();
        } catch (Exception e) {
            LOG.warn("a connection cannot be closed", e);
        }
    }

    /** What one channel waits for. */
    private final class Wish implements IoRegistration {
        private final IoHandle handle;
        private final IoRegistration kernels;
        private @Nullable IoOps told;
        private @Nullable IoOps wanted;
        private boolean waits;

        Wish(IoHandle handle, IoRegistration kernels) {
            this.handle = handle;
            this.kernels = kernels;
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // Netty's own signature.
        public <T> T attachment() {
            return kernels.attachment();
        }

        /** The first makes the channel known, and is told at once; so is what comes from elsewhere, for which nobody turns. */
        @Override
        public long submit(IoOps ops) {
            wanted = ops;
            if (told == null || !loop.isExecutorThread(Thread.currentThread())) {
                told = ops;
                return kernels.submit(ops);
            }
            if (!waits) {
                waits = true;
                changed.add(this);
            }
            return 0;
        }

        void tell() {
            waits = false;
            IoOps now = wanted;
            if (now == null || now.equals(told) || !kernels.isValid()) {
                return;
            }
            told = now;
            try {
                kernels.submit(now);
            } catch (RuntimeException e) {
                LOG.warn("a connection is closed: the kernel does not take what it waits for", e);
                close(handle);
            }
        }

        @Override
        public boolean isValid() {
            return kernels.isValid();
        }

        @Override
        public boolean cancel() {
            return kernels.cancel();
        }
    }
}
