package io.ninerouter.bench.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.ninerouter.bench.Scenario;
import io.ninerouter.bench.wire.HttpReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection: reads requests to their end and answers. Under {@code /limited} with 429, under {@code /faults} with what goes
 * wrong; to Anthropic's path in that dialect; else with a chat completion. Streamed under {@code /streams} and when the head of the
 * body says so, with much time between events under {@code /slow}.
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter implements HttpReader.Listener {
    private static final int HEAD_OF_BODY = 256;

    private final Answers answers;
    private final HttpReader reader = new HttpReader(this);
    private final StringBuilder head = new StringBuilder();
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> pending;
    private int next;
    private String path = "";
    private List<ByteBuf> events = List.of();

    UpstreamConnection(Answers answers) {
        this.answers = answers;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        ByteBuf bytes = (ByteBuf) msg;
        try {
            reader.read(bytes);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void started(String line) {
        head.setLength(0);
        path = line.substring(line.indexOf(' ') + 1);
    }

    @Override
    public void body(ByteBuf buffer, int index, int length) {
        int wanted = Math.min(length, HEAD_OF_BODY - head.length());
        if (wanted > 0) {
            head.append(buffer.toString(index, wanted, StandardCharsets.ISO_8859_1));
        }
    }

    @Override
    public void ended() {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            return;
        }
        boolean anthropic = path.startsWith("/v1/messages");
        if (path.startsWith("/limited/")) {
            var _ = ctx.writeAndFlush(answers.limited(), ctx.voidPromise());
        } else if (path.startsWith("/faults/")) {
            fail(ctx, answers.faults().next());
        } else if (path.startsWith("/streams/") || head.indexOf("\"stream\":true") >= 0) {
            stream(ctx, anthropic ? answers.anthropicEvents() : answers.chatEvents());
        } else {
            var _ = ctx.writeAndFlush(anthropic ? answers.message() : answers.whole(), ctx.voidPromise());
        }
    }

    private static void fail(ChannelHandlerContext ctx, Faults.Fault fault) {
        if (fault.closes()) {
            var _ = ctx.writeAndFlush(fault.bytes().duplicate()).addListener(ChannelFutureListener.CLOSE);
        } else {
            var _ = ctx.writeAndFlush(fault.bytes().duplicate(), ctx.voidPromise());
        }
    }

    private void stream(ChannelHandlerContext ctx, List<ByteBuf> answer) {
        int spacing = path.startsWith("/slow/") ? Scenario.SLOW_EVENT_SPACING_MILLIS : Scenario.EVENT_SPACING_MILLIS;
        events = answer;
        next = 0;
        var _ = ctx.write(answers.streamHead(), ctx.voidPromise());
        event(ctx);
        pending = ctx.executor().scheduleAtFixedRate(() -> event(ctx), spacing, spacing, TimeUnit.MILLISECONDS);
    }

    private void event(ChannelHandlerContext ctx) {
        var _ = ctx.writeAndFlush(events.get(next).duplicate(), ctx.voidPromise());
        next++;
        if (next == Scenario.EVENTS) {
            stop();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stop();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // The load counts what it misses; here nobody reads a log.
        var _ = ctx.close();
    }

    private void stop() {
        Future<?> running = pending;
        if (running != null) {
            running.cancel(false);
            pending = null;
        }
    }
}
