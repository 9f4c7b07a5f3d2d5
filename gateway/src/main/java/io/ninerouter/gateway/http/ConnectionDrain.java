package io.ninerouter.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Lets callers go before the server stops: answers and streams under way end, and no kept connection is closed under a request
 * ({@link CallerConnection}). The server still listens meanwhile, for those who have not heard yet that this replica leaves; each
 * of them gets one answer. Thread-safe.
 */
public final class ConnectionDrain implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionDrain.class);

    /** After what says that this replica drains (the latest phase), before Spring's own wait for requests in flight. */
    private static final int PHASE = DEFAULT_PHASE - 512;

    private final Duration linger;
    private final Duration most;
    private final ChannelGroup callers = new DefaultChannelGroup("callers", GlobalEventExecutor.INSTANCE);
    private volatile boolean running;
    private volatile boolean leaving;

    /**
     * @param linger how long a connection may stay without a request once the gateway leaves
     * @param most after what time all that is left is cut
     */
    public ConnectionDrain(Duration linger, Duration most) {
        this.linger = linger;
        this.most = most;
    }

    /** Takes in a connection that was just accepted; on its event loop. */
    public void install(Channel channel) {
        CallerConnection connection = CallerConnection.install(channel, linger);
        callers.add(channel);
        if (leaving) {
            connection.leave();
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    /** {@inheritDoc} Connections that come later are not waited for: they could come for ever. */
    @Override
    public void stop(Runnable over) {
        running = false;
        leaving = true;
        ChannelGroupFuture closed = callers.newCloseFuture();
        LOG.info(
                "leaving: {} connections end with their next answer, or after {} s without a request, within {} s",
                callers.size(),
                linger.toSeconds(),
                most.toSeconds());
        for (Channel channel : callers) {
            CallerConnection connection = channel.pipeline().get(CallerConnection.class);
            if (connection != null) {
                channel.eventLoop().execute(connection::leave);
            }
        }
        Future<?> end = GlobalEventExecutor.INSTANCE.schedule(this::cut, most.toMillis(), TimeUnit.MILLISECONDS);
        var _ = closed.addListener(_ -> {
            end.cancel(false);
            over.run();
        });
    }

    private void cut() {
        LOG.warn("leaving: {} connections are cut after {} s", callers.size(), most.toSeconds());
        var _ = callers.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
