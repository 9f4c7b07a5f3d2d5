package io.ninerouter.gateway.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * How one connection ends once the gateway leaves: with its next answer, whose head says {@code Connection: close} (RFC 9112, 9.6), or
 * after a time without a request. Closed any sooner it could take a request with it that is on its way, and a caller may not send
 * that again by itself: nobody knows whether it was served. One instance a connection; used on its event loop alone.
 */
final class CallerConnection extends ChannelDuplexHandler implements ChannelFutureListener {
    private final long lingerMillis;
    private int open;
    private boolean leaving;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> planned;

    private CallerConnection(Duration linger) {
        this.lingerMillis = linger.toMillis();
    }

    /**
     * Puts one between what keeps connections and what answers: there requests come one by one, and a head may still say that the
     * connection ends.
     */
    static CallerConnection install(Channel channel, Duration linger) {
        CallerConnection connection = new CallerConnection(linger);
        var _ = channel.pipeline()
                .addAfter(NettyPipeline.HttpTrafficHandler, CallerConnection.class.getName(), connection);
        return connection;
    }

    /** The gateway leaves. A second call changes nothing. */
    void leave() {
        if (!leaving) {
            leaving = true;
            closeWhenIdle();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        if (message instanceof HttpRequest) {
            open++;
            stay();
        }
        from.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext to, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse head) {
            if (head.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                // Not the answer, and one object for all connections.
                var _ = to.write(message, promise);
                return;
            }
            if (leaving) {
                HttpUtil.setKeepAlive(head, false);
            }
        }
        var _ = message instanceof LastHttpContent
                ? to.write(message, promise.unvoid().addListener(this))
                : to.write(message, promise);
    }

    /** The end of an answer is with the kernel, or never will be. */
    @Override
    public void operationComplete(ChannelFuture written) {
        open = Math.max(0, open - 1);
        if (leaving) {
            closeWhenIdle();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        stay();
        from.fireChannelInactive();
    }

    private void closeWhenIdle() {
        ChannelHandlerContext here = context;
        if (open > 0 || here == null) {
            return;
        }
        stay();
        if (lingerMillis == 0) {
            end();
        } else {
            planned = here.executor().schedule(this::end, lingerMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void end() {
        ChannelHandlerContext here = context;
        if (here != null) {
            var _ = here.channel().close();
        }
    }

    private void stay() {
        Future<?> waiting = planned;
        if (waiting != null) {
            waiting.cancel(false);
            planned = null;
        }
    }
}
