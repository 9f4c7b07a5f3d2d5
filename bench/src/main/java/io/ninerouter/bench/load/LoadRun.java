package io.ninerouter.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.ninerouter.bench.Scenario;
import io.ninerouter.bench.wire.Loops;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One run of load: connect, warm up, count, let what is in flight finish, close. */
final class LoadRun {
    private static final long GRACE_SECONDS = 60;

    private final EventLoop loop;
    private final LoadOrder order;
    private final Tally tally;

    LoadRun(EventLoop loop, LoadOrder order) {
        this.loop = loop;
        this.order = order;
        this.tally = new Tally(order.scenario().concurrency(), order.maxRequests());
    }

    /**
     * Runs to the end; blocks the calling thread.
     *
     * @param says takes {@code begin} and the line of the result, each at its moment
     */
    void run(Consumer<String> says) throws InterruptedException, ExecutionException, TimeoutException {
        connect();
        var _ = loop.schedule(
                () -> {
                    tally.begin();
                    says.accept("begin");
                },
                order.rampMillis(),
                TimeUnit.MILLISECONDS);
        var _ = loop.schedule(tally::end, order.rampMillis() + order.millis(), TimeUnit.MILLISECONDS);
        long limit = order.rampMillis() + order.millis() + TimeUnit.SECONDS.toMillis(GRACE_SECONDS);
        LoadResult result = tally.result().get(limit, TimeUnit.MILLISECONDS);
        says.accept(result.line());
        tally.everybodyLeft().get(GRACE_SECONDS, TimeUnit.SECONDS);
        says.accept("idle");
    }

    private void connect() {
        Scenario scenario = order.scenario();
        ByteBuf request = Requests.of(order);
        Bootstrap bootstrap =
                new Bootstrap().group(loop).channel(Loops.channel()).option(ChannelOption.TCP_NODELAY, true);
        long begun = System.nanoTime();
        for (int i = 0; i < scenario.concurrency(); i++) {
            long delay = scenario.spreadNanos() * i / scenario.concurrency();
            var _ = loop.schedule(
                    () -> {
                        ChannelFuture connecting = bootstrap
                                .clone()
                                .handler(new LoadConnection(tally, request, scenario, begun + delay))
                                .connect("127.0.0.1", order.port());
                        connecting.addListener(done -> {
                            if (!done.isSuccess()) {
                                tally.error("not connected");
                                tally.left();
                            }
                        });
                    },
                    delay,
                    TimeUnit.NANOSECONDS);
        }
    }
}
