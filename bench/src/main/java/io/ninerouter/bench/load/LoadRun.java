package io.ninerouter.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.ninerouter.bench.wire.Loops;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One run of load: connect, warm up, count, let what is in flight finish, close. */
final class LoadRun {
    private static final long GRACE_SECONDS = 60;

    private final EventLoop loop;
    private final LoadOrder order;
    private final Consumer<String> says;
    private final Tally tally;

    /** @param says takes {@code begin}, the lines of errors and that of the result, each at its moment */
    LoadRun(EventLoop loop, LoadOrder order, Consumer<String> says) {
        this.loop = loop;
        this.order = order;
        this.says = says;
        this.tally = new Tally(order.connections(), order.maxRequests(), error -> says.accept(error.line()));
    }

    /** Runs to the end; blocks the calling thread. */
    void run() throws InterruptedException, ExecutionException, TimeoutException {
        connect();
        var _ = loop.schedule(
                () -> {
                    tally.begin();
                    says.accept("begin");
                },
                order.rampMillis(),
                TimeUnit.MILLISECONDS);
        var _ = loop.schedule(tally::end, order.rampMillis() + order.millis(), TimeUnit.MILLISECONDS);
        long grace =
                GRACE_SECONDS + TimeUnit.NANOSECONDS.toSeconds(order.scenario().spreadNanos());
        long limit = order.rampMillis() + order.millis() + TimeUnit.SECONDS.toMillis(grace);
        LoadResult result = tally.result().get(limit, TimeUnit.MILLISECONDS);
        says.accept(result.line());
        tally.everybodyLeft().get(grace, TimeUnit.SECONDS);
        says.accept("idle");
    }

    private void connect() {
        ByteBuf request = Requests.of(order);
        Bootstrap bootstrap =
                new Bootstrap().group(loop).channel(Loops.channel()).option(ChannelOption.TCP_NODELAY, true);
        long begun = System.nanoTime();
        for (int i = 0; i < order.connections(); i++) {
            long delay = order.spreadNanos() / order.connections() * i;
            var _ = loop.schedule(() -> connect(bootstrap, request, begun + delay), delay, TimeUnit.NANOSECONDS);
        }
    }

    /** @param due when its first request is */
    private void connect(Bootstrap bootstrap, ByteBuf request, long due) {
        Runnable again = () -> connect(bootstrap, request, System.nanoTime());
        ChannelFuture connecting = bootstrap
                .clone()
                .handler(new LoadConnection(tally, request, order.scenario(), due, again))
                .connect("127.0.0.1", order.port());
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                String why = "not connected: " + done.cause();
                tally.error("not connected", new LoadError(Instant.now(), "", why));
                tally.left();
            }
        });
    }
}
