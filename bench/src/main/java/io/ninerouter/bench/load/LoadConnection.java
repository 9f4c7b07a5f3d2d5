package io.ninerouter.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.ninerouter.bench.Scenario;
import io.ninerouter.bench.wire.HttpReader;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection: sends the next request when the answer to the last one is complete. */
final class LoadConnection extends ChannelInboundHandlerAdapter implements HttpReader.Listener {
    private final Tally tally;
    private final ByteBuf request;
    private final Scenario scenario;
    private final Grid grid;
    private final HttpReader reader = new HttpReader(this);
    private final Received received;
    private @Nullable ChannelHandlerContext context;
    private final Runnable again;
    private boolean waiting;
    private boolean leaving;
    private long sentAt;
    /** When the next request is due, where they have a pace. */
    private long due;

    /**
     * A connection that is to be opened.
     *
     * @param due when the first request is, by {@link System#nanoTime}; it is sent as soon as there is a connection
     * @param again opens another in its place when this one was left in the middle of an answer
     */
    LoadConnection(Tally tally, ByteBuf request, Scenario scenario, long due, Runnable again) {
        this.again = again;
        this.due = due;
        this.tally = tally;
        this.request = request;
        this.scenario = scenario;
        this.received = new Received(scenario);
        this.grid = new Grid(scenario.spacingNanos());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        send(ctx);
    }

    private void send(ChannelHandlerContext ctx) {
        received.reset();
        waiting = true;
        sentAt = System.nanoTime();
        var _ = ctx.writeAndFlush(request.duplicate(), ctx.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        ByteBuf read = (ByteBuf) msg;
        try {
            reader.read(read);
        } finally {
            read.release();
        }
    }

    @Override
    public void started(String line) {
        received.status(line);
    }

    @Override
    public void header(String line) {
        received.header(line);
    }

    @Override
    public void body(ByteBuf buffer, int index, int length) {
        int arrived = received.body(buffer, index, length);
        if (arrived > 0) {
            tally.events(arrived);
            leaveEarly();
        }
    }

    private void leaveEarly() {
        if (scenario.left() && waiting && received.events() >= Scenario.LEFT_AFTER) {
            waiting = false;
            leaving = true;
            tally.request(System.nanoTime() - sentAt);
            leave();
        }
    }

    @Override
    public void ended() {
        if (!waiting) {
            return;
        }
        waiting = false;
        if (!received.isGood() || !received.isWhole()) {
            wrong("answered " + received.amount());
        } else {
            tally.request(System.nanoTime() - sentAt);
        }
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            leave();
        } else {
            next(ctx);
        }
    }

    private void next(ChannelHandlerContext ctx) {
        long now = System.nanoTime();
        due = grid.after(due, now);
        if (tally.over()) {
            leave();
        } else if (due > now) {
            var _ = ctx.executor().schedule(() -> sendUnlessOver(ctx), due - now, TimeUnit.NANOSECONDS);
        } else {
            send(ctx);
        }
    }

    private void sendUnlessOver(ChannelHandlerContext ctx) {
        if (tally.over()) {
            leave();
        } else if (ctx.channel().isActive()) {
            send(ctx);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (waiting) {
            wrong("connection closed");
        }
        waiting = false;
        if (leaving && !tally.over()) {
            // Not within this turn: a connection that is opened there hears what the kernel told of the one that had
            // its number.
            ctx.executor().execute(again);
        } else {
            tally.left();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        wrong(cause.getClass().getSimpleName() + " " + cause.getMessage());
        waiting = false;
        var _ = ctx.close();
    }

    private void wrong(String what) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sentAt);
        tally.error(what, new LoadError(Instant.now(), received.requestId(), what + ": " + received.told(millis)));
    }

    private void leave() {
        if (context != null) {
            var _ = context.close();
        }
    }
}
