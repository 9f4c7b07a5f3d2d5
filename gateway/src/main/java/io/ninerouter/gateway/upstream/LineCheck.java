package io.ninerouter.gateway.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a connection of HTTP/2 is still one. Giving up on a silent answer resets its stream alone, and all that
 * come after would go the same way to a server that is gone: so it is sent a PING, and the connection is closed unless
 * that is acknowledged in time, or something else keeps coming. What comes once may have been under way before the server went.
 * One instance per connection; used on its event loop alone.
 */
final class LineCheck extends ChannelInboundHandlerAdapter {
    private static final long CONTENT = 0x6e696e65726f7574L;

    private @Nullable Future<?> deadline;

    /** Whether anything but the acknowledgement came since the deadline was set. */
    private boolean heard;

    /**
     * Begins a check unless one is under way.
     *
     * @param line the connection
     * @param patienceMillis how long to wait
     */
    static void begin(Channel line, long patienceMillis) {
        ChannelHandlerContext frames = line.pipeline().context(Http2FrameCodec.class);
        if (frames == null || !line.isActive()) {
            return;
        }
        LineCheck check = line.pipeline().get(LineCheck.class);
        if (check == null) {
            check = new LineCheck();
            line.pipeline().addAfter(frames.name(), LineCheck.class.getName(), check);
        }
        check.begin(line.pipeline().context(check), patienceMillis);
    }

    private void begin(ChannelHandlerContext context, long patienceMillis) {
        if (deadline == null) {
            var _ = context.writeAndFlush(new DefaultHttp2PingFrame(CONTENT));
            await(context, patienceMillis);
        }
    }

    private void await(ChannelHandlerContext context, long patienceMillis) {
        heard = false;
        Runnable judge = () -> {
            if (heard) {
                await(context, patienceMillis);
            } else {
                close(context.pipeline());
            }
        };
        deadline = context.executor().schedule(judge, patienceMillis, TimeUnit.MILLISECONDS);
    }

    /** Past the codec, which would wait for the streams that nobody ends. */
    private static void close(ChannelPipeline pipeline) {
        var _ = pipeline.firstContext().close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Http2PingFrame ping && ping.ack() && ping.content() == CONTENT) {
            end();
        } else {
            heard = true;
            context.fireChannelRead(message);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        end();
    }

    private void end() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
